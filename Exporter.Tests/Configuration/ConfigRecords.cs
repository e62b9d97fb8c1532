using Exporter.Configuration;
using Exporter.Configuration.Probes;

namespace Exporter.Tests.Configuration;

/// <summary>The records that a configuration is made of, found from its root on, in whatever room they stand.</summary>
internal static class ConfigRecords
{
    public static IReadOnlySet<Type> All { get; } = Reach(typeof(ExporterConfig), []);

    private static HashSet<Type> Reach(Type record, HashSet<Type> known)
    {
        if (known.Add(record))
        {
            foreach (var part in record.GetProperties().SelectMany(static p => Parts(p.PropertyType)))
            {
                Reach(part, known);
            }
        }

        return known;
    }

    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { IsGenericType: true } => Parts(type.GetGenericArguments()[0]),
        { IsAbstract: true } when type == typeof(ProbeConfig) => type.Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(ProbeConfig)) && !t.IsAbstract),
        _ => type.GetMethod("<Clone>$") is null ? [] : [type],
    };
}
