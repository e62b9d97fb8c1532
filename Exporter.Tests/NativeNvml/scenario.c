#define _GNU_SOURCE
#include "scenario.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_LINES 1024
#define MOST_WORDS 7
#define LONGEST_WORD 128

struct line {
    int words;
    char word[MOST_WORDS][LONGEST_WORD];
};

static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t library_wide = PTHREAD_MUTEX_INITIALIZER;
static struct line lines[MOST_LINES];
static int line_count;
static struct stat seen;

/* The file beside this library with the given ending. */
static void beside(const char *ending, char *path, size_t length)
{
    Dl_info self;
    path[0] = 0;
    if (dladdr((void *)(size_t)begin_call, &self) && self.dli_fname) {
        snprintf(path, length, "%s%s", self.dli_fname, ending);
    }
}

static void parse(FILE *file)
{
    char text[1024];
    line_count = 0;
    while (line_count < MOST_LINES && fgets(text, sizeof text, file)) {
        struct line *line = &lines[line_count];
        char *rest = NULL;
        char *comment = strchr(text, '#');
        if (comment) {
            *comment = 0;
        }
        line->words = 0;
        for (char *word = strtok_r(text, " \t\r\n", &rest); word && line->words < MOST_WORDS; word = strtok_r(NULL, " \t\r\n", &rest)) {
            snprintf(line->word[line->words++], LONGEST_WORD, "%s", word);
        }
        if (line->words > 0) {
            line_count++;
        }
    }
}

/* Call with the lock `reading`. */
static void refresh(void)
{
    char path[4096];
    struct stat now;
    beside(".scenario", path, sizeof path);
    if (stat(path, &now) != 0) {
        line_count = 0;
        memset(&seen, 0, sizeof seen);
        return;
    }
    if (now.st_ino == seen.st_ino && now.st_size == seen.st_size && now.st_mtim.tv_sec == seen.st_mtim.tv_sec
        && now.st_mtim.tv_nsec == seen.st_mtim.tv_nsec) {
        return;
    }
    FILE *file = fopen(path, "re");
    if (file) {
        parse(file);
        fclose(file);
        seen = now;
    }
}

static int is_for(const char *word, int card)
{
    char number[16];
    snprintf(number, sizeof number, "%d", card);
    return strcmp(word, "*") == 0 || strcmp(word, card == NO_CARD ? "-" : number) == 0;
}

static int is_function(const char *word, const char *function)
{
    return strcmp(word, "*") == 0 || strcmp(word, function) == 0;
}

/* The last line that begins with these words; a card word matches by is_for. */
static struct line *find(const char *first, int card, const char *third)
{
    for (int i = line_count - 1; i >= 0; i--) {
        struct line *line = &lines[i];
        if (line->words >= 3 && strcmp(line->word[0], first) == 0 && is_for(line->word[1], card) && is_function(line->word[2], third)) {
            return line;
        }
    }
    return NULL;
}

const char *scenario_text(const char *key, char *buffer, const char *otherwise)
{
    snprintf(buffer, LONGEST_WORD, "%s", otherwise);
    pthread_mutex_lock(&reading);
    refresh();
    for (int i = line_count - 1; i >= 0; i--) {
        if (lines[i].words >= 2 && strcmp(lines[i].word[0], key) == 0) {
            snprintf(buffer, LONGEST_WORD, "%s", lines[i].word[1]);
            break;
        }
    }
    pthread_mutex_unlock(&reading);
    return buffer;
}

const char *card_text(int card, const char *key, char *buffer, const char *otherwise)
{
    pthread_mutex_lock(&reading);
    refresh();
    struct line *line = find("card", card, key);
    snprintf(buffer, LONGEST_WORD, "%s", line && line->words >= 4 ? line->word[3] : otherwise);
    pthread_mutex_unlock(&reading);
    return buffer;
}

unsigned long long card_number(int card, const char *key, unsigned long long otherwise)
{
    char buffer[LONGEST_WORD];
    card_text(card, key, buffer, "");
    return buffer[0] ? strtoull(buffer, NULL, 0) : otherwise;
}

int card_process(int card, const char *kind, int n, struct process *process)
{
    int found = 0;
    pthread_mutex_lock(&reading);
    refresh();
    for (int i = 0; i < line_count && !found; i++) {
        struct line *line = &lines[i];
        if (line->words < 5 || strcmp(line->word[0], "process") != 0 || !is_for(line->word[1], card) || strcmp(line->word[2], kind) != 0 || n-- > 0) {
            continue;
        }
        process->pid = (unsigned int)strtoul(line->word[3], NULL, 0);
        process->bytes = strcmp(line->word[4], "none") == 0 ? ~0ULL : strtoull(line->word[4], NULL, 0);
        process->gpu_instance = line->words > 5 ? (unsigned int)strtoul(line->word[5], NULL, 0) : 0xFFFFFFFFu;
        process->compute_instance = line->words > 6 ? (unsigned int)strtoul(line->word[6], NULL, 0) : 0xFFFFFFFFu;
        found = 1;
    }
    pthread_mutex_unlock(&reading);
    return found;
}

int card_line(const char *first, int card, const char *third, int n, char words[LINE_WORDS][LINE_WORD])
{
    int found = 0;
    pthread_mutex_lock(&reading);
    refresh();
    for (int i = 0; i < line_count && !found; i++) {
        struct line *line = &lines[i];
        if (line->words >= 3 && strcmp(line->word[0], first) == 0 && is_for(line->word[1], card)
            && (!third || strcmp(line->word[2], third) == 0) && n-- == 0) {
            memcpy(words, line->word, sizeof line->word);
            found = line->words;
        }
    }
    pthread_mutex_unlock(&reading);
    return found;
}

int card_field(int card, unsigned int id, struct field *field)
{
    char key[16];
    snprintf(key, sizeof key, "%u", id);
    pthread_mutex_lock(&reading);
    refresh();
    struct line *line = find("field", card, key);
    int found = line && line->words >= 5;
    if (found) {
        field->type = atoi(line->word[3]);
        snprintf(field->value, sizeof field->value, "%.63s", line->word[4]);
    }
    pthread_mutex_unlock(&reading);
    return found;
}

int card_field_return(int card, unsigned int id)
{
    char key[16];
    snprintf(key, sizeof key, "%u", id);
    pthread_mutex_lock(&reading);
    refresh();
    struct line *line = find("field_return", card, key);
    int code = line && line->words >= 4 ? atoi(line->word[3]) : 0;
    pthread_mutex_unlock(&reading);
    return code;
}

int next_event(long after, struct event *event)
{
    int found = 0;
    pthread_mutex_lock(&reading);
    refresh();
    for (int i = 0; i < line_count; i++) {
        struct line *line = &lines[i];
        long sequence = line->words >= 5 && strcmp(line->word[0], "event") == 0 ? atol(line->word[1]) : 0;
        if (sequence > after && (!found || sequence < event->sequence)) {
            event->sequence = sequence;
            event->card = atoi(line->word[2]);
            event->type = strtoull(line->word[3], NULL, 0);
            event->data = strtoull(line->word[4], NULL, 0);
            found = 1;
        }
    }
    pthread_mutex_unlock(&reading);
    return found;
}

long newest_event(void)
{
    struct event event = { 0, 0, 0, 0 };
    long newest = 0;
    while (next_event(newest, &event)) {
        newest = event.sequence;
    }
    return newest;
}

void pause_for_milliseconds(unsigned int milliseconds)
{
    usleep(milliseconds * 1000);
}

static void write_down(const char *event, const char *function, int card)
{
    char path[4096];
    char text[256];
    beside(".calls", path, sizeof path);
    int file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (file >= 0) {
        int length = snprintf(text, sizeof text, "%s%ld %s %d\n", event, (long)syscall(SYS_gettid), function, card);
        ssize_t written = write(file, text, (size_t)length);
        (void)written;
        close(file);
    }
}

static int hangs(const char *function, int card)
{
    pthread_mutex_lock(&reading);
    refresh();
    int found = find("hang", card, function) != NULL;
    pthread_mutex_unlock(&reading);
    return found;
}

int begin_call(const char *function, int card)
{
    char buffer[LONGEST_WORD];
    write_down("", function, card);
    int is_locked = scenario_text("lock", buffer, "0")[0] == '1';
    if (is_locked) {
        pthread_mutex_lock(&library_wide);
    }
    if (hangs(function, card)) {
        write_down("hang ", function, card);
        while (hangs(function, card)) {
            usleep(2000);
        }
    }
    if (is_locked) {
        pthread_mutex_unlock(&library_wide);
    }
    pthread_mutex_lock(&reading);
    refresh();
    struct line *line = find("return", card, function);
    int code = line && line->words >= 4 ? atoi(line->word[3]) : 0;
    pthread_mutex_unlock(&reading);
    return code;
}
