using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Sources;
using TemporalLambda.Packaging.Tests.Rig;
using static TemporalLambda.Packaging.Tests.Rig.Refusals;

namespace TemporalLambda.Packaging.Tests.Sources;

public sealed class SourceFinderTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_with_a_project_is_the_project()
    {
        string project = _folder.Write("My.App/My.App.csproj", SmallWorker.Project);
        Assert.Equal(new ProjectSource(project, "My.App"), SourceFinder.Find(_folder["My.App"] + "/"));
        Assert.Equal(new ProjectSource(project, "My.App"), SourceFinder.Find(project));
    }

    [Theory]
    [InlineData("module github.com/acme/greeter\n", "greeter")]
    [InlineData("// a comment\nmodule github.com/acme/greeter/v2 // with another\n", "greeter")]
    [InlineData("module \"greeter\"\n", "greeter")]
    [InlineData("", "folder")]
    public void A_Go_module_is_called_as_Go_would_call_it(string module, string name)
    {
        _folder.Write("folder/go.mod", module);
        Assert.Equal(new GoSource(_folder["folder"], name), SourceFinder.Find(_folder["folder"]));
    }

    [Fact]
    public void A_program_within_a_Go_module_is_called_as_its_folder()
    {
        _folder.Write("go.mod", "module x\n");
        _folder.Write("cmd/worker/main.go", "package main");
        Assert.Equal(new GoSource(_folder["cmd/worker"], "worker"), SourceFinder.Find(_folder["cmd/worker"]));
    }

    [Fact]
    public Task Nothing_there_is_refused() => RefusedAsync(new PackageRequest(_folder["nowhere"]), "WorkerSourceNotFound", _folder["nowhere"]);

    [Fact]
    public Task An_empty_folder_is_refused() => RefusedAsync(new PackageRequest(_folder.Path), "WorkerProjectNotFound", _folder.Path, "it is empty");

    [Fact]
    public async Task A_folder_that_is_no_project_is_refused_and_what_is_there_is_named()
    {
        _folder.Write("readme.md", "x");
        _folder.Write("src/App.csproj", "x");
        await RefusedAsync(new PackageRequest(_folder.Path), "WorkerProjectNotFound", _folder.Path, "'readme.md', 'src'");
    }

    [Fact]
    public async Task Several_projects_are_refused_and_named()
    {
        _folder.Write("a.csproj", "x");
        _folder.Write("b.fsproj", "x");
        await RefusedAsync(new PackageRequest(_folder.Path), "WorkerProjectAmbiguous", "'a.csproj', 'b.fsproj'");
    }

    [Fact]
    public Task An_unknown_file_is_refused() => RefusedAsync(new PackageRequest(_folder.Write("x.txt", "hello")), "WorkerSourceUnknown", "x.txt");

    [Fact]
    public Task Go_sources_without_a_module_are_refused() =>
        RefusedAsync(new PackageRequest(Path.GetDirectoryName(_folder.Write("main.go", "package main"))!), "GoModuleNotFound");

    [Theory]
    [InlineData("My.App", "WorkerDeploymentNameInvalid", "'.'")]
    [InlineData("a:b", "WorkerDeploymentNameInvalid", "':'")]
    [InlineData("__a", "WorkerDeploymentNameInvalid", "'__'")]
    public Task A_given_deployment_name_is_refused_and_never_changed(string name, string errorId, string mention) =>
        RefusedAsync(new PackageRequest(_folder["x"]) { DeploymentName = name }, errorId, name, mention);

    [Fact]
    public Task A_build_id_that_Temporal_refuses_is_refused_here() =>
        RefusedAsync(new PackageRequest(_folder["x"]) { BuildId = "__1" }, "WorkerBuildIdInvalid", "__1");

    [Fact]
    public async Task Packaging_is_for_projects()
    {
        string zip = _folder.WriteZip("in.zip", ("bootstrap", ElfBytes.Make(), ZipMaker.Executable));
        await RefusedAsync(new PackageRequest(zip) { Packaging = WorkerPackaging.NativeAot }, "WorkerPackagingNeedsProject", "NativeAot");
    }

    [Fact]
    public async Task Without_an_SDK_a_project_is_refused()
    {
        string project = SmallWorker.WriteTo(_folder, "worker");
        var builder = new PackageBuilder(SilentReporter.Instance, new BuildTools(_folder["bin"]));
        StageException e = await Assert.ThrowsAsync<StageException>(() => builder.PlanAsync(new PackageRequest(project), default));
        Assert.Equal(("DotNetSdkNotFound", FaultCategory.NotInstalled), (e.ErrorId, e.Category));
    }

    [Fact]
    public async Task A_dotnet_that_has_no_SDK_is_the_same()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        string project = SmallWorker.WriteTo(_folder, "worker");
        _folder.WriteTool("dotnet", "echo 'No .NET SDKs were found.' >&2; exit 145");
        var builder = new PackageBuilder(SilentReporter.Instance, new BuildTools(_folder["bin"]));
        Assert.Equal("DotNetSdkNotFound", (await Assert.ThrowsAsync<StageException>(() => builder.PlanAsync(new PackageRequest(project), default))).ErrorId);
    }
}
