namespace TemporalLambda.Packaging.Tests.Rig;

/// <summary>Asks for a package that must be refused.</summary>
public static class Refusals
{
    public static async Task<StageException> RefusedAsync(PackageRequest request) =>
        await Assert.ThrowsAsync<StageException>(() => new PackageBuilder(SilentReporter.Instance).PlanAsync(request, TestContext.Current.CancellationToken));

    public static async Task RefusedAsync(PackageRequest request, string errorId, params string[] mentions)
    {
        StageException e = await RefusedAsync(request);
        Assert.Equal(errorId, e.ErrorId);
        foreach (string mention in mentions)
        {
            Assert.Contains(mention, e.Message, StringComparison.Ordinal);
        }
    }

    public static Task<WorkerPackage> PackageAsync(PackageRequest request, IStageReporter? reporter = null) =>
        new PackageBuilder(reporter ?? SilentReporter.Instance).BuildAsync(request, TestContext.Current.CancellationToken);
}
