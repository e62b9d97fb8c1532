namespace Exporter.Web.Authentication;

/// <summary>Whether a request may go on.</summary>
internal enum Verdict
{
    Granted,

    /// <summary>No, wrong or unreadable credentials; the answer is the same for all, so that it gives nothing away.</summary>
    Denied,

    /// <summary>Too many passwords wait to be checked; the client may try again.</summary>
    Busy,
}
