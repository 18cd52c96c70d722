namespace TemporalLambda.PlantedFaults.Tests;

public sealed class PlantedFaultTests(SoundWorker worker)
{
    // All at once take minutes: a third a day, or all with TEMPORALLAMBDA_FULL=1.
    public static TheoryData<string> Names => new(Faults.All
        .Where((_, number) => Environment.GetEnvironmentVariable("TEMPORALLAMBDA_FULL") == "1" || number % 3 == DateTime.UtcNow.DayOfYear % 3)
        .Select(fault => fault.Name));

    [Fact]
    public void A_sound_deployment_passes_without_a_warning()
    {
        SoundWorker.SkipWithout();
        worker.Run(SoundWorker.Deploy);
        AssertSound("$worker | Test-TemporalLambdaWorker -WorkflowType GreetingWorkflow -WorkflowInput World");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_fault_is_found_by_the_one_right_check_and_what_it_recommends_helps(string name)
    {
        SoundWorker.SkipWithout();
        PlantedFault fault = Faults.All.Single(one => one.Name == name);
        await fault.Plant(worker);
        IReadOnlyList<CheckResult> found;
        try
        {
            found = worker.Check(fault.Test);
        }
        finally
        {
            await fault.MendByHand(worker);
            worker.Run(fault.Mend);
        }

        Assert.Equal([$"{fault.Status} {fault.Check} {fault.ErrorId}"], Bad(found));
        Assert.NotEmpty(found.Single(result => result.Name == fault.Check).Recommendation);
        AssertSound(SoundWorker.Test + " -SkipPackage");
    }

    private void AssertSound(string test) => Assert.Empty(Bad(worker.Check(test)));

    private static string[] Bad(IEnumerable<CheckResult> results) =>
        [.. results.Where(result => result.Status is CheckStatus.Failed or CheckStatus.Warning).Select(result => $"{result.Status} {result.Name} {result.ErrorId}")];
}
