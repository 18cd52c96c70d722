using System.ComponentModel;

namespace TemporalLambda.Packaging.Building;

/// <summary>The .NET SDK's command line, found where the user's own <c>dotnet</c> is found.</summary>
internal static class DotNetTool
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        // English and undecorated, because the lines are read here.
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDTERMINALLOGGER"] = "off",

        // No build server or node stays behind.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",

        // The linker and the compilers live some seconds and allocate much: profiling their code never pays back, and neither does
        // collecting often.
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_GCgen0size"] = "0x4000000",
    };

    public static async Task<ToolResult> RunAsync(
        BuildTools tools, IReadOnlyList<string> arguments, string workingDirectory, Action<string>? onLine, CancellationToken cancellationToken)
    {
        string dotnet = tools.Find("dotnet") ?? throw PackagingErrors.NoDotNetSdk(null);

        // MSBuild's tasks leave files in the temporary folder, more of them when they are ended. The name is short, because the tools put
        // sockets there, whose paths may not be long.
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("tl-");
        ToolResult result;
        try
        {
            result = await ToolRunner.RunAsync(
                dotnet, arguments, workingDirectory, WithTemporary(temporary.FullName), onLine, cancellationToken);
        }
        catch (Win32Exception e)
        {
            throw PackagingErrors.NoDotNetSdk(e);
        }
        finally
        {
            TemporaryFolder.Remove(temporary.FullName);
        }

        if (result.ExitCode != 0 && result.Lines.Any(IsAboutMissingSdk))
        {
            throw PackagingErrors.NoDotNetSdk(null);
        }

        return result;
    }

    private static Dictionary<string, string> WithTemporary(string folder) => new(Environment)
    {
        ["TMPDIR"] = folder,
        ["TEMP"] = folder,
        ["TMP"] = folder,

        // NuGet's locks have to be where every other restore of this user looks for them.
        ["NUGET_SCRATCH"] = System.Environment.GetEnvironmentVariable("NUGET_SCRATCH")
            ?? Path.Combine(Path.GetTempPath(), OperatingSystem.IsWindows() ? "NuGetScratch" : "NuGetScratch" + System.Environment.UserName),
    };

    // What a dotnet without any SDK, or without the one that global.json asks for, answers.
    private static bool IsAboutMissingSdk(string line) =>
        line.Contains("No .NET SDKs were found", StringComparison.Ordinal)
        || line.Contains("A compatible .NET SDK was not found", StringComparison.Ordinal);
}
