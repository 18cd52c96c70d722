using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Tests.Rig;

namespace TemporalLambda.Packaging.Tests.Building;

public sealed class ProjectBuildErrorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_compilers_first_errors_are_shown_and_nothing_is_left()
    {
        string project = SmallWorker.WriteTo(_folder, "worker");
        _folder.Write("worker/Broken.cs", string.Join('\n', Enumerable.Range(1, 9).Select(i => $"public class C{i} {{ Missing{i} field; }}")));
        int before = Directory.GetDirectories(Path.GetTempPath(), "temporal-lambda-*").Length;
        StageException e = await Assert.ThrowsAsync<StageException>(() => Refusals.PackageAsync(new PackageRequest(project)));
        Assert.Equal(("WorkerBuildFailed", FaultCategory.InvalidData), (e.ErrorId, e.Category));
        string[] lines = e.Message.Split(Environment.NewLine);
        Assert.Equal(7, lines.Length);
        Assert.StartsWith("  Broken.cs(1,19): error CS0246: The type or namespace name 'Missing1'", lines[1], StringComparison.Ordinal);
        Assert.All(lines, l => Assert.True(l.Length < 320));
        Assert.False(Directory.Exists(_folder["worker/bin"]));
        Assert.True(Directory.GetDirectories(Path.GetTempPath(), "temporal-lambda-*").Length <= before);
    }

    [Fact]
    public async Task A_project_that_is_no_XML_is_one_clear_error()
    {
        string project = _folder.Write("x.csproj", "<Project");
        StageException e = await Refusals.RefusedAsync(new PackageRequest(project));
        Assert.Equal("WorkerBuildFailed", e.ErrorId);
        Assert.Contains("MSB4025", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_is_refused()
    {
        string project = _folder.Write("x.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        Assert.Equal("WorkerProjectIsLibrary", (await Refusals.RefusedAsync(new PackageRequest(project))).ErrorId);
    }

    [Fact]
    public async Task A_framework_that_Lambda_has_not_is_refused()
    {
        string project = _folder.Write("x.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>netcoreapp3.1</TargetFramework></PropertyGroup></Project>""");
        StageException e = await Refusals.RefusedAsync(new PackageRequest(project));
        Assert.Equal("WorkerFrameworkUnsupported", e.ErrorId);
        Assert.Contains("netcoreapp3.1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_frameworks_the_newest_is_taken()
    {
        string project = _folder.Write("x.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFrameworks>net8.0;net10.0;net9.0;netstandard2.0</TargetFrameworks><PublishAot Condition="'$(TargetFramework)' == 'net10.0'">true</PublishAot></PropertyGroup></Project>""");
        ProjectProperties read = await ProjectProperties.ReadAsync(new(project, "x"), new BuildTools(), default);
        Assert.Equal(new ProjectProperties("x", "net10.0", IsProgram: true, PublishAot: true, IsCrossTargeting: true), read);
    }

    [Fact]
    public void Messages_without_an_error_line_end_with_the_last_lines()
    {
        string folder = Path.GetFullPath("/src/app");
        Assert.Equal(["b", "c", "d", "e", "f"], BuildMessages.Errors(["a", "b", "", "c", "d", "e", "f"], folder));
        Assert.Equal(
            ["CSC : error CS5001: y", "NU1101 was seen: error NU1101: z", "A.cs(1,2): error CS1: x", "A.cs(12,2): error CS1: x"],
            BuildMessages.Errors(
                [
                    "  Restored.",
                    $"{folder}{Path.DirectorySeparatorChar}A.cs(12,2): error CS1: x [{folder}/app.csproj]",
                    $"{folder}{Path.DirectorySeparatorChar}A.cs(1,2): error CS1: x [{folder}/app.csproj]",
                    $"{folder}{Path.DirectorySeparatorChar}A.cs(1,2): error CS1: x [{folder}/app.csproj::TargetFramework=net10.0]",
                    "CSC : error CS5001: y [/src/app/app.csproj]",
                    "A.cs(3,4): warning CS2: error is only a word here",
                    "NU1101 was seen: error NU1101: z",
                ],
                folder));
    }
}
