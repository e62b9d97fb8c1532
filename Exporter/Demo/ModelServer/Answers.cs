namespace Exporter.Demo.ModelServer;

/// <summary>What the demo model knows. The first entry whose words all occur in the question is the answer.</summary>
internal static class Answers
{
    private const string Wrong = "I do not know anything about that.";

    private static readonly (string[] Words, string Answer)[] known =
    [
        (["primary", "colo"], "The three primary colours are red, yellow and blue."),
        (["capital", "france"], "The capital of France is Paris."),
        (["2", "plus"], "2 plus 2 is 4."),
        (["2+2"], "2 + 2 is 4."),
        (["json"], """{"colours": ["red", "yellow", "blue"]}"""),
        (["hello"], "Hello! How can I help you today?"),
    ];

    public static string To(string question, bool isWrongWanted)
    {
        if (isWrongWanted)
        {
            return Wrong;
        }

        foreach (var (words, answer) in known)
        {
            if (Array.TrueForAll(words, word => question.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                return answer;
            }
        }

        return $"I am a demonstration without a model behind it. Your question had {Tokens.Words(question).Count()} words, and this sentence goes on for a while so that there is something to stream.";
    }
}
