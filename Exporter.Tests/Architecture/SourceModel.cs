using Exporter.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Exporter.Tests.Architecture;

/// <summary>The daemon's sources as the compiler sees them: who uses which symbol of which folder.</summary>
internal sealed class SourceModel
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly string Folder = Repository.PathOf("Exporter");

    private readonly CSharpCompilation compilation;
    private readonly IReadOnlyList<SyntaxTree> files;
    private readonly Lazy<IReadOnlyList<SymbolUse>> uses;

    /// <summary>The daemon's own files, read once.</summary>
    public static SourceModel Daemon { get; } = Read();

    private SourceModel(CSharpCompilation compilation, IReadOnlyList<SyntaxTree> files)
    {
        this.compilation = compilation;
        this.files = files;
        uses = new(() => [.. files.SelectMany(t => UsesIn(t, compilation.GetSemanticModel(t))).Distinct()]);
    }

    /// <summary>Every use of a symbol that is declared in another folder or in an outside assembly, once per file.</summary>
    public IReadOnlyList<SymbolUse> Uses => uses.Value;

    private static SourceModel Read()
    {
        var files = Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(f => !IsBuildOutput(Path.GetRelativePath(Folder, f)))
            .Select(f => Parse(File.ReadAllText(f), f))
            .ToList();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(a => Path.GetFileName(a) is not ("modelhost-exporter.dll" or "Exporter.Tests.dll"))
            .Select(a => MetadataReference.CreateFromFile(a));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);
        return new SourceModel(CSharpCompilation.Create("sources", files.Append(Parse(ImplicitUsings, "")), references, options), files);
    }

    /// <summary>One more file, compiled with all others and looked at alone: what the check must find.</summary>
    /// <param name="path">Relative to the daemon's folder.</param>
    public SourceModel Planted(string path, string text)
    {
        var file = Parse(text, Path.Combine(Folder, path));
        return new SourceModel(compilation.AddSyntaxTrees(file), [file]);
    }

    public IEnumerable<string> Folders => files.Select(t => FolderOf(t.FilePath)).Distinct();

    /// <summary>Where a property of one of these names is read: of which type, in which file. To set one in an initialiser is not to read it.</summary>
    public IEnumerable<PropertyRead> ReadsOf(IReadOnlySet<string> names)
    {
        foreach (var tree in files)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => names.Contains(n.Identifier.ValueText) && !IsSet(n)))
            {
                if (model.GetSymbolInfo(name).Symbol is IPropertySymbol { ContainingType.Name: var type })
                {
                    yield return new PropertyRead(RelativePath(tree.FilePath), FolderOf(tree.FilePath), $"{type}.{name.Identifier.ValueText}");
                }
            }
        }
    }

    public IEnumerable<string> UnsafeFiles() =>
        files
            .Where(t => t.GetRoot().DescendantTokens().Any(k => k.IsKind(SyntaxKind.UnsafeKeyword)))
            .Select(t => RelativePath(t.FilePath));

    private static IEnumerable<SymbolUse> UsesIn(SyntaxTree tree, SemanticModel model)
    {
        var file = RelativePath(tree.FilePath);
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var node in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>().Where(n => !IsUsingDirective(n)))
        {
            // A type may be used without being named: through var, a member access or a conversion.
            var type = model.GetTypeInfo(node);
            foreach (var symbol in new[] { model.GetSymbolInfo(node).Symbol, type.Type, type.ConvertedType })
            {
                if (symbol is not null and not INamespaceSymbol && seen.Add(symbol) && Home(symbol) is { } home)
                {
                    yield return new SymbolUse(file, FolderOf(tree.FilePath), home.Folder, home.Assembly, symbol.OriginalDefinition.ToDisplayString());
                }
            }
        }
    }

    /// <summary>A using directive alone uses nothing: X.Y resolves without one, and one may stand unused.</summary>
    private static bool IsUsingDirective(SyntaxNode node) => node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null;

    private static bool IsSet(IdentifierNameSyntax name) => name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == name;

    private static (string? Folder, string Assembly)? Home(ISymbol symbol)
    {
        var definition = symbol.OriginalDefinition;
        if (definition.ContainingAssembly is not { } assembly)
        {
            return null;
        }

        var path = definition.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
        return (string.IsNullOrEmpty(path) ? null : FolderOf(path), assembly.Name);
    }

    private static string FolderOf(string path) =>
        RelativePath(path).Split('/') is [var folder, _, ..] ? folder : FolderRules.Root;

    private static string RelativePath(string path) => Path.GetRelativePath(Folder, path).Replace('\\', '/');

    private static bool IsBuildOutput(string relative) =>
        relative.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal) || relative.StartsWith("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview), path);
}
