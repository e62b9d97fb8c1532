using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net.Security;
using Exporter.Hosting;

namespace Exporter.Commands;

/// <summary><c>healthcheck</c>: asks a running daemon whether it serves, for images that have neither shell nor curl.</summary>
internal static class HealthCheckCommand
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var url = new Option<Uri>("--url")
        {
            Description = "What to ask. Whose certificate it is does not matter: the question goes to this machine itself.",
            HelpName = "url",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:9860/-/healthy"),
            CustomParser = ParseUrl,
        };
        var command = new Command("healthcheck", "Ask a running daemon whether it serves; exit code 0 when it does, 1 when not.") { url };
        command.SetAction(async (parsed, cancellationToken) =>
            await AskAsync(parsed.GetRequiredValue(url), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(Uri url, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
        };
        using var client = new HttpClient(handler) { Timeout = Bound };
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);

            // 401: it serves, and guards even this page.
            if (answer.IsSuccessStatusCode || answer.StatusCode == System.Net.HttpStatusCode.Unauthorized)
            {
                await output.WriteLineAsync($"{url}: {status}");
                return 0;
            }

            await error.WriteLineAsync($"{url}: {status}");
        }
        catch (HttpRequestException failed)
        {
            await error.WriteLineAsync($"{url}: {failed.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{url}: no answer within {Bound.TotalSeconds} s"));
        }

        return ExitCode.Failure;
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"--url: '{text}' is no http or https address");
        return null;
    }
}
