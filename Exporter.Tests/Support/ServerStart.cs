namespace Exporter.Tests.Support;

/// <summary>Asks a server that was just started whether it serves yet.</summary>
internal static class ServerStart
{
    /// <summary>False as well while nobody listens.</summary>
    public static async Task<bool> IsOkAsync(this HttpClient http, string path)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
