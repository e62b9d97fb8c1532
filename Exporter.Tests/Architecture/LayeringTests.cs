using Exporter.Tests.Support;

namespace Exporter.Tests.Architecture;

/// <summary>Data flows one way: the table of rooms holds against every symbol that the compiler resolves.</summary>
internal sealed class LayeringTests
{
    private static readonly string[] GuardedLibraries = ["OpenTelemetry", "YamlDotNet", "Microsoft.AspNetCore", "System.CommandLine", "Google.Protobuf"];

    private static readonly SourceModel Sources = SourceModel.Daemon;

    [Test]
    public void Every_folder_has_a_row_in_the_table() =>
        Assert.That(Sources.Folders, Is.SubsetOf(FolderRules.All.Keys));

    [Test]
    public void The_table_has_no_cycle()
    {
        var done = new HashSet<string>();
        while (FolderRules.All.FirstOrDefault(r => !done.Contains(r.Key) && done.IsSupersetOf(r.Value.Imports.Where(FolderRules.All.ContainsKey))).Key is { } next)
        {
            done.Add(next);
        }

        Assert.That(done, Is.EquivalentTo(FolderRules.All.Keys));
    }

    [Test]
    public void No_folder_uses_a_symbol_that_the_table_does_not_grant_it() => Assert.That(Violations(Sources), Is.Empty);

    [Test]
    public void No_command_uses_another() => Assert.That(CommandsUsingCommands(Sources), Is.Empty);

    [Test]
    public void Pointers_stay_in_the_native_rooms() =>
        Assert.That(Sources.UnsafeFiles().Where(f => !FolderRules.MayBeUnsafe(f)), Is.Empty);

    [Test]
    public void Rooms_are_named_for_what_stands_in_them()
    {
        var folders = Directory.EnumerateDirectories(Repository.PathOf("Exporter"), "*", SearchOption.AllDirectories).Select(Path.GetFileName);
        Assert.That(folders.Intersect(FolderRules.ForbiddenNames), Is.Empty);
    }

    [TestCase("Scheduling", "private readonly Exporter.Configuration.GpuConfig? x;", "Configuration", TestName = "A planted field of a forbidden type is found")]
    [TestCase("Configuration", "public object X() => Exporter.Scheduling.Stagger.Longest;", "Scheduling", TestName = "A planted expression without a using line is found")]
    [TestCase("Gpu", "public void X(Exporter.Configuration.ExporterConfig c) { var a = c.Targets; }", "Configuration", TestName = "A planted parameter is found")]
    [TestCase("Probes", "public object X() => new YamlDotNet.Core.Mark();", "YamlDotNet", TestName = "A planted use of a guarded library is found")]
    public void A_planted_violation_is_found(string folder, string member, string used)
    {
        var planted = Sources.Planted($"{folder}/Planted.cs", $"namespace Exporter.{folder}; internal sealed class Planted {{ {member} }}");

        Assert.That(Violations(planted), Has.Some.StartsWith($"{folder}/Planted.cs uses {used}"));
    }

    [Test]
    public void A_planted_folder_without_a_row_is_found() =>
        Assert.That(Sources.Planted("Misc/Planted.cs", "namespace Exporter.Misc; internal sealed class Planted;").Folders, Has.Member("Misc"));

    private static List<string> Violations(SourceModel sources) =>
        [.. sources.Uses.Select(Violation).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static string? Violation(SymbolUse use)
    {
        var rule = FolderRules.All.GetValueOrDefault(use.Folder, new FolderRule([], []));
        if (use.UsedFolder is { } folder)
        {
            return folder == use.Folder || rule.Imports.Contains(folder) ? null : $"{use.File} uses {folder}: {use.Symbol}";
        }

        var guarded = GuardedLibraries.FirstOrDefault(l => use.UsedAssembly.StartsWith(l, StringComparison.Ordinal));
        return guarded is null || rule.Libraries.Contains(guarded) ? null : $"{use.File} uses {use.UsedAssembly}: {use.Symbol}";
    }

    private static List<string> CommandsUsingCommands(SourceModel sources) =>
        [.. sources.Uses
            .Where(u => u.Folder == "Commands" && u.UsedFolder == "Commands" && u.File.EndsWith("Command.cs", StringComparison.Ordinal))
            .Where(u => u.Symbol.Split('(')[0].Split('.').Any(p => p.EndsWith("Command", StringComparison.Ordinal) && !u.File.EndsWith($"/{p}.cs", StringComparison.Ordinal)))
            .Select(u => $"{u.File} uses {u.Symbol}")
            .Distinct()];
}
