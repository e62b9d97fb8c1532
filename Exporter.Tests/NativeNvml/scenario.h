/* The scenario file of this copy of the library. */
#ifndef SCENARIO_H
#define SCENARIO_H

#define NO_CARD (-1)

/* Values of the scenario that were given for this card, or for all; the last one wins. The buffer holds 128 characters. */
const char *scenario_text(const char *key, char *buffer, const char *otherwise);
const char *card_text(int card, const char *key, char *buffer, const char *otherwise);
unsigned long long card_number(int card, const char *key, unsigned long long otherwise);

/* Begins a call: writes it down, hangs while it shall, and says what it shall return at once (0: go on). */
int begin_call(const char *function, int card);

/* The n-th process of a kind on a card; 0 when there are fewer. */
struct process {
    unsigned int pid;
    unsigned long long bytes;
    unsigned int gpu_instance;
    unsigned int compute_instance;
};
int card_process(int card, const char *kind, int n, struct process *process);

/* The value of a field: 1 when the scenario has it. */
struct field {
    int type;
    char value[64];
};
int card_field(int card, unsigned int id, struct field *field);
int card_field_return(int card, unsigned int id);

/* The words of the n-th line that begins with `first CARD`, and with `third` unless that is NULL; their number, 0 when there are fewer lines. */
#define LINE_WORDS 7
#define LINE_WORD 128
int card_line(const char *first, int card, const char *third, int n, char words[LINE_WORDS][LINE_WORD]);

/* The oldest event of the scenario after the given one; 0 when there is none. */
struct event {
    long sequence;
    int card;
    unsigned long long type;
    unsigned long long data;
};
int next_event(long after, struct event *event);
long newest_event(void);
void pause_for_milliseconds(unsigned int milliseconds);

#endif
