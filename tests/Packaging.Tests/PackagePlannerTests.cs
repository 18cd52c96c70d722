using TemporalLambda.Packaging.Building;
using TemporalLambda.Packaging.Sources;

namespace TemporalLambda.Packaging.Tests;

/// <summary>What is decided for a project, without any build.</summary>
public sealed class PackagePlannerTests
{
    private static readonly ProjectSource Source = new(Path.GetFullPath("/src/My.App/My.App.csproj"), "My.App");
    private static readonly ProjectProperties Program = new("My.App", "net10.0", IsProgram: true, PublishAot: false, IsCrossTargeting: false);

    [Theory]
    [InlineData(WorkerPackaging.Auto, false, null, null, WorkerPackaging.ReadyToRun, "provided.al2023", "bootstrap")]
    [InlineData(WorkerPackaging.Auto, true, null, null, WorkerPackaging.NativeAot, "provided.al2023", "bootstrap")]
    [InlineData(WorkerPackaging.ReadyToRun, true, null, null, WorkerPackaging.ReadyToRun, "provided.al2023", "bootstrap")]
    [InlineData(WorkerPackaging.FrameworkDependent, false, null, null, WorkerPackaging.FrameworkDependent, "dotnet10", "My.App")]
    [InlineData(WorkerPackaging.Auto, true, "dotnet10", null, WorkerPackaging.FrameworkDependent, "dotnet10", "My.App")]
    [InlineData(WorkerPackaging.Auto, false, null, "My.App::F::Run", WorkerPackaging.FrameworkDependent, "dotnet10", "My.App::F::Run")]
    [InlineData(WorkerPackaging.Auto, false, "provided.al2", null, WorkerPackaging.ReadyToRun, "provided.al2", "bootstrap")]
    public void Packaging_decides_runtime_and_handler(
        WorkerPackaging wanted, bool publishAot, string? runtime, string? handler, WorkerPackaging packaging, string expectedRuntime, string expectedHandler)
    {
        PackagePlan plan = PackagePlanner.OfProject(
            new PackageRequest(Source.Path) { Packaging = wanted, Runtime = runtime, Handler = handler }, Source, Program with { PublishAot = publishAot }, null);
        Assert.Equal((packaging, expectedRuntime, expectedHandler), (plan.Packaging, plan.Runtime, plan.Handler));
    }

    [Fact]
    public void Without_the_native_tools_Auto_is_ReadyToRun_and_says_why()
    {
        ProjectProperties project = Program with { PublishAot = true };
        var request = new PackageRequest(Source.Path);
        Assert.Equal(WorkerPackaging.ReadyToRun, PackagePlanner.OfProject(request, Source, project, "gcc is not installed").Packaging);
        Assert.Equal("gcc is not installed", PackagePlanner.WhyNotNative(request, project, "gcc is not installed"));
        Assert.Null(PackagePlanner.WhyNotNative(request, project, null));
        Assert.Null(PackagePlanner.WhyNotNative(request, Program, "gcc is not installed"));
    }

    [Fact]
    public void The_plan_says_what_is_built_how_and_to_where()
    {
        PackagePlan plan = PackagePlanner.OfProject(new PackageRequest(Source.Path) { Architecture = CpuArchitecture.Arm64 }, Source, Program, null);
        string zip = Path.Combine(Source.Folder, "bin", "lambda", "My-App-arm64.zip");
        Assert.Equal([new Change("BuildPackage", zip, $"Build '{Source.Path}' for arm64 (ReadyToRun) into '{zip}'.")], plan.Changes);
        Assert.Equal(("My-App", null, zip), (plan.DeploymentName, plan.BuildId, plan.PackagePath));
    }

    [Theory]
    [InlineData(WorkerPackaging.NativeAot, "net10.0", null, true, "gone", "NativeAotImpossible")]
    [InlineData(WorkerPackaging.FrameworkDependent, "net9.0", null, true, null, "WorkerRuntimeMismatch")]
    [InlineData(WorkerPackaging.FrameworkDependent, "net10.0", "dotnet8", true, null, "WorkerRuntimeMismatch")]
    [InlineData(WorkerPackaging.FrameworkDependent, "net10.0", "provided.al2023", true, null, "WorkerRuntimePackagingMismatch")]
    [InlineData(WorkerPackaging.ReadyToRun, "net10.0", "dotnet10", true, null, "WorkerRuntimePackagingMismatch")]
    [InlineData(WorkerPackaging.Auto, "net10.0", null, false, null, "WorkerProjectIsLibrary")]
    public void What_does_not_go_together_is_refused(
        WorkerPackaging wanted, string framework, string? runtime, bool isProgram, string? missing, string errorId)
    {
        StageException e = Assert.Throws<StageException>(() => PackagePlanner.OfProject(
            new PackageRequest(Source.Path) { Packaging = wanted, Runtime = runtime },
            Source,
            Program with { TargetFramework = framework, IsProgram = isProgram },
            missing));
        Assert.Equal(errorId, e.ErrorId);
    }
}
