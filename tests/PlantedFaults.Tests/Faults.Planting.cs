using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.PlantedFaults.Tests;

/// <content>How they are planted, and mended again.</content>
internal static partial class Faults
{
    // A function that is invoked and ends well, and takes no task. Workers that still run from before end with their function's timeout: a poll
    // lasts a minute at most.
    private static async Task IdleFunctionAsync(SoundWorker worker)
    {
        await worker.RepublishAsync(zip: Zips.Answering(""));
        await SoundWorker.WaitAsync(
            async () => (await worker.Temporal.WorkflowService.DescribeTaskQueueAsync(new()
            {
                Namespace = worker.Temporal.Options.Namespace, TaskQueue = new() { Name = SoundWorker.Name }, TaskQueueType = Temporalio.Api.Enums.V1.TaskQueueType.Workflow,
            })).Pollers.All(poller => DateTime.UtcNow - poller.LastAccessTime.ToDateTime() > TimeSpan.FromSeconds(70)),
            "A worker went on polling.",
            tries: 3000);
    }

    private static async Task StartWorkflowsAsync(SoundWorker worker, int number)
    {
        for (int i = 0; i < number; i++)
        {
            await worker.Temporal.StartWorkflowAsync("GreetingWorkflow", ["World"], new($"waiting-{Guid.NewGuid()}", SoundWorker.Name));
        }
    }

    private static Task WaitForOldTasksAsync(SoundWorker worker) => SoundWorker.WaitAsync(
        () => Task.FromResult(worker.Run(OldestTask)[0].BaseObject is > 61.0), "No task ever waited for a minute.", tries: 3000);

    private const string OldestTask =
        $"$oldest = 0.0; foreach ($queue in (Get-TemporalWorkerDeploymentVersion {SoundWorker.Name} one).TaskQueues) "
        + "{ if ($queue.Backlog -and $queue.BacklogAge.TotalSeconds -gt $oldest) { $oldest = $queue.BacklogAge.TotalSeconds } }; $oldest";

    private const string Drained =
        "; do { [Threading.Thread]::Sleep(200); $left = 0; "
        + $"foreach ($queue in (Get-TemporalWorkerDeploymentVersion {SoundWorker.Name} one).TaskQueues) {{ $left += $queue.Backlog }} }} while ($left)";

    private static Task Copy(SoundWorker worker) => Do(() => worker.Run(
        "$copy = [pscustomobject]@{}; foreach ($p in $worker.PSObject.Properties) { $copy.PSObject.Properties.Add([psnoteproperty]::new($p.Name, $p.Value)) }"));

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static Func<SoundWorker, Task> Variable(string name, string? value) => async worker =>
        await worker.RepublishAsync(new UpdateFunctionConfigurationRequest { Environment = await worker.EnvironmentWithAsync(name, value) });

    /// <summary>A worker that ends with this line; what it says is what the SDKs say.</summary>
    private static PlantedFault Says(string name, string errorId, string line) => new(name, "Log", errorId)
    {
        Plant = worker => worker.RunToLogAsync(Zips.Script($"echo \"{line}\"; exit 1"), "exit status 1"), Test = SoundWorker.Test + " -SkipPackage",
    };

    // Another version of the function, which Temporal invokes at once.
    private static string DeployAnew =>
        SoundWorker.Deploy.Replace("Publish-TemporalLambdaWorker", $"Publish-TemporalLambdaWorker -Environment @{{ MENDED = '{Guid.NewGuid()}' }}", StringComparison.Ordinal);

    private static string WithTimeout(int seconds) => With($"-Timeout {seconds}");

    private static string With(string option) =>
        SoundWorker.Deploy.Replace("Publish-TemporalLambdaWorker", "Publish-TemporalLambdaWorker " + option, StringComparison.Ordinal);

    // Leads to the server of this machine as well, and does not look so.
    private static Task OtherAddress(SoundWorker worker) => Do(() => worker.Run($"$other = '0.0.0.0:{worker.TemporalAddress.Split(':')[1]}'"));

    private static PlannedAnswer Left(int unreserved) =>
        PlannedAnswer.Json($$$"""{"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":{{{unreserved}}}}}""");

    private static string Statements(params string[] statements) => $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";

    private static string TemporalMay(SoundWorker worker) =>
        $$$$"""{"Effect":"Allow","Principal":{"AWS":"{{{{worker.Principal}}}}"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"{{{{worker.ExternalId}}}}"}}}""";

    // A role without any rights could not read a secret either.
    private static Task WithoutSecretAsync(SoundWorker worker) => Variable("TEMPORAL_API_KEY_PARAMETER", null)(worker);

    private static async Task DeleteRoleAsync(SoundWorker worker, string role)
    {
        await DropPoliciesAsync(worker, role);
        await worker.Aws.Iam.DeleteRoleAsync(role, default);
    }

    private static Task TrustAsync(SoundWorker worker, string role, string principal, string? externalId, string operation = "StringEquals") => worker.Aws.Iam.UpdateAssumeRolePolicyAsync(
        role,
        Trust.Replace("%PRINCIPAL%", principal, StringComparison.Ordinal).Replace(
            "%CONDITION%", externalId is null ? "" : $$$""","Condition":{"{{{operation}}}":{"sts:ExternalId":"{{{externalId}}}"}}""", StringComparison.Ordinal),
        default);

    private static async Task DropPoliciesAsync(SoundWorker worker, string role)
    {
        foreach (string policy in await worker.Aws.Iam.ListRolePoliciesAsync(role, default))
        {
            await worker.Aws.Iam.DeleteRolePolicyAsync(role, policy, default);
        }

        foreach (string policy in await worker.Aws.Iam.ListAttachedRolePoliciesAsync(role, default))
        {
            await worker.Aws.Iam.DetachRolePolicyAsync(role, policy, default);
        }
    }

    private static async Task GrantAsync(SoundWorker worker, string action, string resource, string condition = "{}")
    {
        string policy = (await worker.Aws.Iam.ListRolePoliciesAsync(SoundWorker.InvocationRole, default))[0];
        await worker.Aws.Iam.PutRolePolicyAsync(
            SoundWorker.InvocationRole, policy, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}","Condition":{{condition}}}]}""", default);
    }

    private static Task DenyAsync(SoundWorker worker, string role, string action) => worker.Aws.Iam.PutRolePolicyAsync(
        role, "planted", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"{{action}}","Resource":"*"}]}""", default);

    private static Task UnplantAsync(SoundWorker worker, string role) => worker.Aws.Iam.DeleteRolePolicyAsync(role, "planted", default);
}
