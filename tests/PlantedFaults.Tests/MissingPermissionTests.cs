using System.Text.RegularExpressions;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>
/// Whoever may not look at something learns which permission is missing, and nothing false about the worker: each read that the checks make
/// is denied in turn, while the worker is sound.
/// </summary>
[Collection(nameof(SoundWorker))]
public sealed partial class MissingPermissionTests(SoundWorker worker)
{
    private const string Test = SoundWorker.Test + " -SkipPackage";

    // What may not be done, and the checks that say so.
    private static readonly Dictionary<string, string[]> InAws = new()
    {
        ["sts:GetCallerIdentity"] = ["Credentials"],

        // The task queue that the worker is to poll is in the function's environment.
        ["lambda:GetFunction"] = ["Function", "TaskQueue"],
        ["lambda:GetFunctionEventInvokeConfig"] = ["Retries"],
        ["lambda:GetAccountSettings"] = ["Concurrency"],
        ["iam:GetRole"] = ["ExecutionRole", "InvocationRole"],
        ["iam:SimulatePrincipalPolicy"] = ["ExecutionPermissions", "Secrets", "InvocationPermissions"],
        ["logs:FilterLogEvents"] = ["Memory", "Log"],
        ["ssm:DescribeParameters"] = ["Secrets"],
    };

    private static readonly Dictionary<string, string[]> InTemporal = new()
    {
        ["DescribeWorkerDeployment"] = ["ServerValidation", "Controller", "Backlog"],
        ["GetWorkflowExecutionHistoryReverse"] = ["Controller"],
        ["DescribeWorkerDeploymentVersion"] = ["Version"],
        ["ValidateWorkerDeploymentVersionComputeConfig"] = ["ServerValidation"],
        ["DescribeTaskQueue"] = ["Pollers"],
    };

    // A session connects once; who is refused then has a fault of its own, which is planted.
    private static readonly string[] OfConnecting = ["GetSystemInfo", "DescribeNamespace"];

    // The beginning of a controller's history that is longer than a page, as only some are.
    private static readonly string[] OfLongHistories = ["GetWorkflowExecutionHistory"];

    public static TheoryData<string> Actions => new(InAws.Keys);

    public static TheoryData<string> Calls => new(InTemporal.Keys);

    [Theory]
    [MemberData(nameof(Actions))]
    public void A_read_that_AWS_denies_skips_its_checks_and_names_the_action(string action)
    {
        Prepare();
        worker.Check(Test);
        string[] denied = [.. worker.AwsRequests.Where(request => ActionOf(request) == action).Distinct()];
        foreach (string request in denied)
        {
            worker.AwsAnswers[request] = PlannedAnswer.Denied(action);
        }

        try
        {
            AssertSkipped(worker.Check(Test), InAws[action], action);
        }
        finally
        {
            worker.AwsAnswers.Clear();
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_read_that_Temporal_denies_skips_its_checks(string call)
    {
        Prepare();
        worker.TemporalAnswers[call] = PlannedAnswer.DeniedByTemporal();
        try
        {
            AssertSkipped(worker.Check(Test), InTemporal[call], "");
        }
        finally
        {
            worker.TemporalAnswers.Clear();
        }
    }

    [Fact]
    public void No_read_is_left_out()
    {
        Prepare();
        worker.Check(Test);
        Assert.Equal(InAws.Keys.Order(), worker.AwsRequests.Select(ActionOf).Distinct().Order());
        Assert.Empty(worker.TemporalRequests.Distinct().Except(InTemporal.Keys).Except(OfConnecting).Except(OfLongHistories));
    }

    // With a secret, so that there is one to look for.
    private void Prepare()
    {
        SoundWorker.SkipWithout();
        worker.Run(Faults.DeployWithSecret);
    }

    private static void AssertSkipped(IReadOnlyList<CheckResult> results, string[] checks, string words)
    {
        CheckResult[] skipped = [.. results.Where(result => result.Status == CheckStatus.Skipped && !CouldNotBeMade().IsMatch(result.Detail))];
        Assert.Equal(checks, skipped.Select(result => result.Name));
        Assert.All(skipped, result =>
        {
            Assert.Contains(words, result.Detail, StringComparison.Ordinal);
            Assert.NotEmpty(result.Recommendation);
        });
        Assert.DoesNotContain(results, result => result.Status is CheckStatus.Failed or CheckStatus.Warning);
    }

    private static string ActionOf(string request) => request switch
    {
        "GetCallerIdentity" => "sts:" + request,
        "GetRole" or "SimulatePrincipalPolicy" => "iam:" + request,
        "FilterLogEvents" => "logs:" + request,
        "DescribeParameters" => "ssm:" + request,
        _ when request.EndsWith("/account-settings", StringComparison.Ordinal) => "lambda:GetAccountSettings",
        _ when request.EndsWith("/event-invoke-config", StringComparison.Ordinal) => "lambda:GetFunctionEventInvokeConfig",
        _ when request.StartsWith("GET /2015-03-31/functions/", StringComparison.Ordinal) => "lambda:GetFunction",
        _ => request,
    };

    [GeneratedRegex("^It depends on the check [A-Za-z]+, which could not be made\\.$")]
    private static partial Regex CouldNotBeMade();
}
