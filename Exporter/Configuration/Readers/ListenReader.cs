using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>listen</c>.</summary>
internal static class ListenReader
{
    public static readonly SectionKeys Keys = new("listen", "address", "path");

    public static ListenConfig Read(Section? listen)
    {
        var defaults = new ListenConfig();
        return listen is null ? defaults : new ListenConfig
        {
            Addresses = Addresses(listen) is { Count: > 0 } addresses ? addresses : defaults.Addresses,
            Path = listen.Read("path", Texts.ServedPath, defaults.Path),
        };
    }

    private static ValueList<ListenAddress> Addresses(Section listen)
    {
        var found = listen.Items("address", ListenAddresses.Parse);
        if (listen.FindRaw("address") is YamlList { Items.Count: 0 })
        {
            listen.Fail("address", "names no address; remove the key to use its default");
        }

        var names = new UniqueNames();
        foreach (var (node, address) in found)
        {
            var wildcard = found.FirstOrDefault(other => other.Value.Host.Length == 0 && other.Value.Port == address.Port && address is { Host.Length: > 0, Port: > 0 });
            var problem = address.Port == 0 ? null : names.Problem(ListenAddresses.Format(address), node.Place);
            if (problem is null && wildcard.Node is not null)
            {
                problem = $"is covered already by {Shown.Quoted(ListenAddresses.Format(wildcard.Value))} at {wildcard.Node.Place}";
            }

            if (problem is not null)
            {
                listen.Reading.Errors.Add(node, problem);
            }
        }

        return new ValueList<ListenAddress>(found.Select(static item => item.Value));
    }
}
