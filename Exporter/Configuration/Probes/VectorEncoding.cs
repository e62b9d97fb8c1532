namespace Exporter.Configuration.Probes;

/// <summary>How a server is asked to send a vector. It is read however it comes.</summary>
internal enum VectorEncoding
{
    /// <summary><c>float</c>: a list of JSON numbers.</summary>
    Float,

    /// <summary><c>base64</c>: 32-bit floats, little-endian; a quarter of the bytes.</summary>
    Base64,
}
