using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Exporter.Web.Tls;

/// <summary>Reads the subject alternative names that the schema compares: e-mail, DNS, URI, IP (RFC 5280, 4.2.1.6).</summary>
internal static class SubjectAlternativeNames
{
    private const string Oid = "2.5.29.17";
    private const int Email = 1;
    private const int Dns = 2;
    private const int UniformResourceIdentifier = 6;
    private const int IpAddress = 7;

    /// <summary>The names as text; none where the extension is missing or damaged.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        if (certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == Oid) is not { } extension)
        {
            return [];
        }

        try
        {
            return Read(extension.RawData);
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    private static List<string> Read(byte[] encoded)
    {
        var names = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        List<string> found = [];
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag.TagClass != TagClass.ContextSpecific)
            {
                throw new AsnContentException();
            }

            switch (tag.TagValue)
            {
                case Email or Dns or UniformResourceIdentifier:
                    found.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                    break;
                case IpAddress when names.ReadOctetString(tag) is { Length: 4 or 16 } octets:
                    found.Add(new IPAddress(octets).ToString());
                    break;
                case IpAddress:
                    break;
                default:
                    names.ReadEncodedValue();
                    break;
            }
        }

        return found;
    }
}
