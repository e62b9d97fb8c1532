using Exporter.Configuration;
using Exporter.Traffic.ServerMetrics.Text;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Translates what a server says into the common words.</summary>
internal static class ServerVocabulary
{
    private const int LongestModel = 200;

    /// <summary>Which program has metrics of such names; null where none that we know.</summary>
    public static ServerKind? Recognise(ServerExposition exposition)
    {
        foreach (var (prefix, server) in ServerAliases.Prefixes)
        {
            foreach (var family in exposition.Families)
            {
                if (family.Name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    return server;
                }
            }
        }

        return null;
    }

    /// <param name="configured">Which program it is by configuration; null means that the names tell.</param>
    public static ServerReading Read(ServerExposition exposition, ServerKind? configured, DateTimeOffset at)
    {
        // A server that has no words of its own may speak another's.
        var speaks = configured is { } named && ServerAliases.All.Any(row => row.Server == named) ? named : Recognise(exposition);
        if (speaks is not { } known)
        {
            return new ServerReading { At = at, Server = configured };
        }

        var samples = Samples(exposition);
        var awake = Find(samples, known, ServerFact.Awake);
        return new ServerReading
        {
            At = at,
            Server = configured ?? known,
            Model = ModelOf(samples),
            Running = Find(samples, known, ServerFact.Running),
            Waiting = Find(samples, known, ServerFact.Waiting),
            KvCacheUtilization = Find(samples, known, ServerFact.KvCacheUtilization),
            InputTokens = Find(samples, known, ServerFact.InputTokens),
            OutputTokens = Find(samples, known, ServerFact.OutputTokens),
            CachedTokens = Find(samples, known, ServerFact.CachedTokens),
            Heartbeat = Find(samples, known, ServerFact.Heartbeat),
            IsSleeping = awake is { } value ? value == 0 : null,
        };
    }

    /// <summary>What the models that are loaded tell: without one, the server sleeps.</summary>
    public static ServerReading Loaded(ServerKind server, IReadOnlyList<string> models, DateTimeOffset at) =>
        new() { At = at, Server = server, Model = Joined(models), IsSleeping = models.Count == 0 };

    /// <summary>The samples that some fact may stand in, by name.</summary>
    private static Dictionary<string, List<ServerSample>> Samples(ServerExposition exposition)
    {
        var byName = new Dictionary<string, List<ServerSample>>(StringComparer.Ordinal);
        foreach (var family in exposition.Families)
        {
            foreach (var sample in family.Samples)
            {
                if (!ServerAliases.Wanted.Contains(sample.Series.Name))
                {
                    continue;
                }

                if (!byName.TryGetValue(sample.Series.Name, out var list))
                {
                    byName.Add(sample.Series.Name, list = []);
                }

                list.Add(sample);
            }
        }

        return byName;
    }

    private static double? Find(Dictionary<string, List<ServerSample>> samples, ServerKind server, ServerFact fact)
    {
        foreach (var alias in ServerAliases.All)
        {
            if (alias.Server == server && alias.Fact == fact && Find(samples, alias) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Null where there is no such sample, or none with a number.</summary>
    private static double? Find(Dictionary<string, List<ServerSample>> samples, ServerAlias alias)
    {
        foreach (var name in alias.Names)
        {
            double? result = null;
            foreach (var sample in samples.GetValueOrDefault(name, []))
            {
                if (double.IsFinite(sample.Value) && (alias.Label is null || sample.Series.Label(alias.Label) == alias.LabelValue))
                {
                    result = result is not { } before ? sample.Value : alias.IsWorst ? Math.Max(before, sample.Value) : before + sample.Value;
                }
            }

            if (result is not null)
            {
                return result;
            }
        }

        return null;
    }

    private static string? ModelOf(Dictionary<string, List<ServerSample>> samples)
    {
        var models = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var sample in samples.Values.SelectMany(static list => list))
        {
            foreach (var label in ServerAliases.ModelLabels)
            {
                if (sample.Series.Label(label) is { Length: > 0 } model)
                {
                    models.Add(model);
                    break;
                }
            }
        }

        return Joined(models);
    }

    private static string? Joined(IEnumerable<string> models)
    {
        var all = string.Join(",", models);
        return all.Length == 0 ? null : all.Length <= LongestModel ? all : all[..LongestModel];
    }
}
