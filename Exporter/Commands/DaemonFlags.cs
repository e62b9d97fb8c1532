using System.CommandLine;
using System.CommandLine.Parsing;
using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Exporter.Commands;

/// <summary>The flags of every command that runs a daemon, named as in the Prometheus exporters.</summary>
internal sealed class DaemonFlags
{
    private readonly Option<bool> enableLifecycle = new("--web.enable-lifecycle")
    {
        Description = "Allow POST requests to act on the daemon, such as POST /-/reload; without it they answer 403.",
    };

    private readonly Option<ListenAddress[]> listenAddresses = new("--web.listen-address")
    {
        Description = "Address to serve on: host:port, [v6]:port or :port; may be repeated; wins over 'listen.address' of the file.",
        HelpName = "host:port",
        CustomParser = ParseAddresses,
    };

    private readonly Option<string?> telemetryPath = new("--web.telemetry-path")
    {
        Description = "Path of the metrics; wins over 'listen.path' of the file.",
        HelpName = "path",
    };

    private readonly Option<string?> webConfigFile = new("--web.config.file")
    {
        Description = "TLS and authentication of the endpoints, in the exporter-toolkit's schema.",
        HelpName = "file",
    };

    private readonly Option<LogLevel?> logLevel = new("--log.level")
    {
        Description = "Least severity that is logged: debug, info (default), warn or error.",
        HelpName = "level",
        CustomParser = OneOf("--log.level", ("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warn", LogLevel.Warning), ("error", LogLevel.Error)),
    };

    private readonly Option<LogFormat?> logFormat = new("--log.format")
    {
        Description = "Shape of log lines: logfmt (default) or json.",
        HelpName = "format",
        CustomParser = OneOf("--log.format", ("logfmt", LogFormat.Logfmt), ("json", LogFormat.Json)),
    };

    public DaemonFlags() =>
        telemetryPath.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && !path.StartsWith('/'))
            {
                result.AddError($"--web.telemetry-path: '{path}' must begin with a slash");
            }
        });

    public void AddTo(Command command)
    {
        command.Add(enableLifecycle);
        command.Add(listenAddresses);
        command.Add(telemetryPath);
        command.Add(webConfigFile);
        command.Add(logLevel);
        command.Add(logFormat);
    }

    public (LogLevel Level, LogFormat Format) Logging(ParseResult parsed) => (parsed.GetValue(logLevel) ?? LogLevel.Information, parsed.GetValue(logFormat) ?? LogFormat.Logfmt);

    public DaemonOptions Read(ParseResult parsed, IConfigSource source, bool autoReload)
    {
        var (level, format) = Logging(parsed);
        return new DaemonOptions
        {
            Source = source,
            AutoReload = autoReload,
            EnableLifecycle = parsed.GetValue(enableLifecycle),
            ListenAddresses = parsed.GetValue(listenAddresses) ?? [],
            TelemetryPath = parsed.GetValue(telemetryPath),
            WebConfigFile = parsed.GetValue(webConfigFile),
            LogLevel = level,
            LogFormat = format,
        };
    }

    private static ListenAddress[] ParseAddresses(ArgumentResult result)
    {
        var addresses = new List<ListenAddress>();
        foreach (var token in result.Tokens)
        {
            var parsed = Configuration.Scalars.ListenAddresses.Parse(token.Value);
            if (parsed.Value is { } address)
            {
                addresses.Add(address);
            }
            else
            {
                result.AddError($"--web.listen-address: {parsed.Problem}");
            }
        }

        return [.. addresses];
    }

    /// <summary>Exactly these words, so that a script that works today works with the next version.</summary>
    private static Func<ArgumentResult, T?> OneOf<T>(string flag, params (string Word, T Value)[] choices)
        where T : struct => result =>
    {
        var word = result.Tokens[^1].Value;
        foreach (var choice in choices)
        {
            if (choice.Word == word)
            {
                return choice.Value;
            }
        }

        result.AddError($"{flag}: '{word}' is none of {string.Join(", ", choices.Select(c => c.Word))}");
        return null;
    };
}
