using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Versions;

/// <summary>A planned fault hits whoever invokes, so this test runs by itself.</summary>
[Collection("alone")]
public class DeniedInvocationTests(Servers servers)
{
    [Fact]
    public async Task An_invocation_that_the_role_may_not_make_is_told_from_the_controllers_history()
    {
        FakeAws aws = await servers.AwsAsync();
        Situation[] situations = await Task.WhenAll(Servers.Versions.Select(version => Situation.MakeAsync(servers, version.Data)));
        await aws.PlanFaultAsync("Invoke", 200, 403, "AccessDeniedException", "not authorized to perform: lambda:InvokeFunction");
        try
        {
            await Task.WhenAll(situations.Select(at => Refusal.OfAsync(
                at, "TemporalFunctionAccessDenied", at.Wanted with { Timeout = TimeSpan.FromSeconds(1) }, "lambda:InvokeFunction")));
        }
        finally
        {
            await aws.ResetFaultsAsync();
        }
    }
}

[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
