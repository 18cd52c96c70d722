using System.Text.Json;
using TemporalLambda.Packaging.Sources;

namespace TemporalLambda.Packaging.Building;

/// <summary>What MSBuild says about a project.</summary>
/// <param name="AssemblyName">The assembly's name, without ending.</param>
/// <param name="TargetFramework">The framework that is built: the only one, or the newest of several.</param>
/// <param name="IsProgram">The output is an executable.</param>
/// <param name="PublishAot">The project says that it is made for NativeAOT.</param>
/// <param name="IsCrossTargeting">The project has several frameworks, so that one has to be named.</param>
internal sealed record ProjectProperties(string AssemblyName, string TargetFramework, bool IsProgram, bool PublishAot, bool IsCrossTargeting)
{
    private static readonly string[] Wanted = ["AssemblyName", "TargetFramework", "TargetFrameworks", "OutputType", "PublishAot"];

    /// <summary>The framework's version, where it is .NET 5 or later without a platform.</summary>
    public Version? FrameworkVersion => Version(TargetFramework);

    public static async Task<ProjectProperties> ReadAsync(ProjectSource project, BuildTools tools, CancellationToken cancellationToken)
    {
        Dictionary<string, string> values = await EvaluateAsync(project, tools, [], cancellationToken);
        string framework = values["TargetFramework"];
        bool isCrossTargeting = framework.Length == 0 && values["TargetFrameworks"].Length > 0;
        if (isCrossTargeting)
        {
            framework = values["TargetFrameworks"].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).MaxBy(Version)!;
            values = await EvaluateAsync(project, tools, [$"-p:TargetFramework={framework}"], cancellationToken);
        }

        if (Version(framework) is null)
        {
            throw PackagingErrors.UnsupportedFramework(project.Path, framework.Length == 0 ? "none" : framework);
        }

        return new ProjectProperties(
            values["AssemblyName"],
            framework,
            values["OutputType"].EndsWith("exe", StringComparison.OrdinalIgnoreCase),
            values["PublishAot"].Equals("true", StringComparison.OrdinalIgnoreCase),
            isCrossTargeting);
    }

    private static async Task<Dictionary<string, string>> EvaluateAsync(
        ProjectSource project, BuildTools tools, string[] properties, CancellationToken cancellationToken)
    {
        ToolResult result = await DotNetTool.RunAsync(
            tools,
            ["msbuild", project.Path, "-nologo", "-p:Configuration=Release", .. properties, .. Wanted.Select(w => "-getProperty:" + w)],
            project.Folder,
            onLine: null,
            cancellationToken);
        if (result.ExitCode != 0)
        {
            throw PackagingErrors.BuildFailed(project.Path, BuildMessages.Errors(result.Lines, project.Folder));
        }

        try
        {
            // A first use of the SDK may print a welcome before.
            string text = string.Join('\n', result.Lines);
            using JsonDocument json = JsonDocument.Parse(text[Math.Max(0, text.IndexOf('{', StringComparison.Ordinal))..]);
            JsonElement found = json.RootElement.GetProperty("Properties");
            return Wanted.ToDictionary(w => w, w => found.GetProperty(w).GetString() ?? string.Empty);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw PackagingErrors.ProjectNotRead(project.Path, e);
        }
    }

    private static Version? Version(string framework) =>
        framework.StartsWith("net", StringComparison.OrdinalIgnoreCase)
        && System.Version.TryParse(framework.AsSpan(3), out Version? version)
        && version.Major >= 8
            ? version
            : null;
}
