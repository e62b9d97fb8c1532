namespace Exporter.Exposition.Negotiation;

/// <summary>How names outside <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c> would be written. Ours are all inside, so every scheme named here is the identity.</summary>
/// <remarks>The scheme <c>dots</c> is not among them: it doubles the underscores of valid names too. Who asks for it is answered with underscores.</remarks>
internal enum NameEscaping
{
    /// <summary>The client named no scheme: nothing is declared, which means underscores.</summary>
    Unstated,
    Underscores,
    Values,
    AllowUtf8,
}
