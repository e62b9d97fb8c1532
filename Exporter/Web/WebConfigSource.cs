using Exporter.Configuration;
using Exporter.Configuration.Web;

namespace Exporter.Web;

/// <summary>The web configuration's file and who reads it; it is read at the start and whenever it has changed.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Read">Reads and checks the file; mistakes are values.</param>
internal sealed record WebConfigSource(string Path, Func<string, ConfigResult<WebConfig>> Read);
