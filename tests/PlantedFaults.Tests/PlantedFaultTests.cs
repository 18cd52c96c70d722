namespace TemporalLambda.PlantedFaults.Tests;

[Collection(nameof(SoundWorker))]
public sealed class PlantedFaultTests(SoundWorker worker)
{
    // All at once take minutes: a part a day, or all with TEMPORALLAMBDA_FULL=1.
    private const int Parts = 4;

    public static TheoryData<string> Names => new(Faults.All
        .Where((fault, number) => Environment.GetEnvironmentVariable("TEMPORALLAMBDA_FULL") == "1"
            || (!fault.IsSlow && number % Parts == DateTime.UtcNow.DayOfYear % Parts))
        .Select(fault => fault.Name));

    [Fact]
    public void A_sound_deployment_passes_without_a_warning()
    {
        SoundWorker.SkipWithout();
        worker.Run(SoundWorker.Deploy);
        AssertSound("$worker | Test-TemporalLambdaWorker -WorkflowType GreetingWorkflow -WorkflowInput World");
    }

    [Fact]
    public void The_deployment_s_name_alone_finds_the_version_that_is_current()
    {
        SoundWorker.SkipWithout();
        worker.Run(SoundWorker.Deploy);
        IReadOnlyList<CheckResult> found = worker.Check("Test-TemporalLambdaWorker -DeploymentName " + SoundWorker.Name);
        Assert.Empty(Bad(found));
        Assert.Equal($"{SoundWorker.Name} one is Current.", found.Single(result => result.Name == "Version").Detail);
    }

    [Fact]
    public void Every_check_only_reads_in_AWS_and_in_Temporal()
    {
        SoundWorker.SkipWithout();
        worker.Run(SoundWorker.Deploy);

        // Check itself fails where anything is changed; here it is made sure that it saw both sides.
        AssertSound(SoundWorker.Test);
        foreach (string operation in (string[])["GetCallerIdentity", "GetRole", "SimulatePrincipalPolicy", "FilterLogEvents"])
        {
            Assert.Contains(operation, worker.AwsRequests);
        }

        foreach (string operation in (string[])["DescribeWorkerDeploymentVersion", "ValidateWorkerDeploymentVersionComputeConfig", "DescribeTaskQueue"])
        {
            Assert.Contains(operation, worker.TemporalRequests);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_fault_is_found_by_the_one_right_check_and_what_it_recommends_helps(string name)
    {
        SoundWorker.SkipWithout();
        PlantedFault fault = Faults.All.Single(one => one.Name == name);
        IReadOnlyList<CheckResult> found;
        try
        {
            await fault.Plant(worker);
            found = worker.Check(fault.Test);
        }
        finally
        {
            await fault.MendByHand(worker);
            worker.Run(fault.Mend);
        }

        try
        {
            Assert.Equal([$"{fault.Status} {fault.Check} {fault.ErrorId}"], Bad(found));
            Assert.NotEmpty(found.Single(result => result.Name == fault.Check).Recommendation);
            AssertSound(fault.Again);
        }
        finally
        {
            worker.Run(fault.Finally);
        }
    }

    private void AssertSound(string test) =>
        Assert.DoesNotContain(worker.Check(test).Select(result => result.ToString()), line => line.StartsWith("Failed", StringComparison.Ordinal) || line.StartsWith("Warning", StringComparison.Ordinal));

    private static string[] Bad(IEnumerable<CheckResult> results) =>
        [.. results.Where(result => result.Status is CheckStatus.Failed or CheckStatus.Warning).Select(result => $"{result.Status} {result.Name} {result.ErrorId}")];
}
