using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>Failures that an app reports inside an answer of status 200.</summary>
internal static class GradioFailure
{
    /// <summary>Only an app with <c>show_error</c> says what went wrong; the others say null, which some versions write as a word.</summary>
    /// <param name="where">The message that reported it.</param>
    /// <param name="said">The app's words, maybe JSON; null where it says nothing.</param>
    public static ProbeResult Of(ProbeRun run, string where, string? said)
    {
        if (said is null or "" or "null" or "None")
        {
            return run.Fail(ProbeErrorType.StreamError, $"the function failed ({where}) without saying why; the app's log has its traceback");
        }

        var error = ErrorAnswer.IsOutOfMemory(said) ? ProbeErrorType.OutOfMemory : ProbeErrorType.StreamError;
        return run.Fail(error, $"the function failed ({where}): {ErrorAnswer.MessageOf(said)}");
    }
}
