using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Exporter.Hosting.Logging;

/// <summary>One line an entry: <c>time=… level=warn area=Gpu msg="…" error="…"</c>.</summary>
internal sealed class LogfmtFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "logfmt";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new StringBuilder(160);
        line.Append(CultureInfo.InvariantCulture, $"time={time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} level={LogWords.Level(logEntry.LogLevel)} area={LogWords.Area(logEntry.Category)} msg=");
        AppendQuoted(line, logEntry.Formatter(logEntry.State, null));
        if (logEntry.Exception is { } exception)
        {
            line.Append(" error=");
            AppendQuoted(line, LogWords.Error(exception, logEntry.LogLevel));
        }

        // One write a line: lines of different threads never mix.
        textWriter.Write(line.Append('\n').ToString());
    }

    private static void AppendQuoted(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    line.Append("\\\"");
                    break;
                case '\\':
                    line.Append("\\\\");
                    break;
                case '\n':
                    line.Append("\\n");
                    break;
                case '\r':
                    line.Append("\\r");
                    break;
                case '\t':
                    line.Append("\\t");
                    break;
                default:
                    if (char.IsControl(c))
                    {
                        // A server's bytes may reach a message; no terminal is to obey them.
                        line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    }
                    else
                    {
                        line.Append(c);
                    }

                    break;
            }
        }

        line.Append('"');
    }
}
