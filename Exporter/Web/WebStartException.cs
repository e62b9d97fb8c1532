namespace Exporter.Web;

/// <summary>The server cannot start for a reason the operator can mend; the message is one or more lines for the log.</summary>
/// <remarks>An <see cref="IOException"/>, so that Kestrel passes it on instead of trying another address family.</remarks>
internal sealed class WebStartException(string message, Exception? innerException = null) : IOException(message, innerException);
