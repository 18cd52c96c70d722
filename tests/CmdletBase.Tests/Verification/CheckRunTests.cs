using TemporalLambda.Cmdlets.Verification;

namespace TemporalLambda.CmdletBase.Tests.Verification;

public class CheckRunTests
{
    [Fact]
    public async Task Results_come_in_the_order_of_the_list_whatever_is_over_first()
    {
        var late = new TaskCompletionSource();
        Check[] checks =
        [
            new("slow", [], async _ =>
            {
                await late.Task;
                return Finding.Passed("Slow.");
            }),
            new("fast", [], _ =>
            {
                late.SetResult();
                return Task.FromResult(Finding.Passed("Fast."));
            }),
        ];
        Assert.Equal(["slow", "fast"], (await RunAsync(checks)).Select(r => r.Name));
    }

    [Fact]
    public async Task A_check_whose_ground_is_gone_is_skipped_and_names_it()
    {
        CheckResult[] results = await RunAsync([Fails("ground"), new("upper", ["ground"], _ => Task.FromResult(Finding.Passed("Upper.")))]);
        Assert.Equal(CheckStatus.Skipped, results[1].Status);
        Assert.Contains("ground", results[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_may_not_look_is_skipped_and_names_the_permission()
    {
        var denied = new StageException("AccessDenied", FaultCategory.PermissionDenied, "lambda:GetFunction is denied.", "Allow lambda:GetFunction.");
        CheckResult result = Assert.Single(await RunAsync([new("look", [], _ => throw denied)]));
        Assert.Equal((CheckStatus.Skipped, "lambda:GetFunction is denied."), (result.Status, result.Detail));
    }

    [Fact]
    public async Task A_chain_of_skipped_checks_names_the_one_that_failed()
    {
        CheckResult[] results = await RunAsync([Fails("root"), Passes("middle", ["root"]), Passes("top", ["middle"]) with { After = ["middle"] }]);
        Assert.All(results[1..], result => Assert.Contains("root", result.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_comes_after_a_check_that_may_not_look_looks_all_the_same()
    {
        var denied = new StageException("AccessDenied", FaultCategory.PermissionDenied, "iam:GetRole is denied.", "Allow iam:GetRole.");
        CheckResult[] results = await RunAsync([new("role", [], _ => throw denied), Passes("server", []) with { After = ["role"] }]);
        Assert.Equal([CheckStatus.Skipped, CheckStatus.Passed], results.Select(r => r.Status));
    }

    [Fact]
    public async Task A_check_that_takes_too_long_fails_and_the_others_go_on()
    {
        CheckResult[] results = await RunAsync(
            [
                new("hangs", [], async token =>
                {
                    await Task.Delay(Timeout.Infinite, token);
                    return Finding.Passed("Never.");
                })
                {
                    Limit = TimeSpan.FromMilliseconds(50),
                },
                new("other", [], _ => Task.FromResult(Finding.Passed("Other."))),
            ]);
        Assert.Equal([CheckStatus.Failed, CheckStatus.Passed], results.Select(r => r.Status));
        Assert.Equal("CheckTimedOut", results[0].ErrorId);
    }

    [Fact]
    public async Task Who_wants_no_more_results_ends_the_checks_that_still_run()
    {
        TaskCompletionSource ended = new();
        Check slow = new("slow", [], async token =>
        {
            await using CancellationTokenRegistration end = token.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, token);
            return Finding.Passed("Never.");
        });
        await foreach (CheckResult _ in CheckRun.RunAsync([Passes("fast", []), slow], CancellationToken.None))
        {
            break;
        }

        Assert.True(ended.Task.IsCompletedSuccessfully);
    }

    private static Check Passes(string name, string[] needs) => new(name, needs, _ => Task.FromResult(Finding.Passed("Good.")));

    private static Check Fails(string name) => new(name, [], _ => Task.FromResult(Finding.Failed("Bad", "It is bad.", "Mend it.")));

    private static async Task<CheckResult[]> RunAsync(IReadOnlyList<Check> checks)
    {
        List<CheckResult> results = [];
        await foreach (CheckResult result in CheckRun.RunAsync(checks, CancellationToken.None))
        {
            results.Add(result);
        }

        return [.. results];
    }
}
