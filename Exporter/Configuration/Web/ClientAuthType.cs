namespace Exporter.Configuration.Web;

/// <summary>Key <c>client_auth_type</c>; the names are those of the file.</summary>
internal enum ClientAuthType
{
    /// <summary>No client certificate is asked for.</summary>
    NoClientCert,

    /// <summary>Asked for, neither needed nor verified.</summary>
    RequestClientCert,

    /// <summary>Needed, not verified.</summary>
    RequireAnyClientCert,

    /// <summary>Verified where the client sends one.</summary>
    VerifyClientCertIfGiven,

    /// <summary>Needed and verified.</summary>
    RequireAndVerifyClientCert,
}
