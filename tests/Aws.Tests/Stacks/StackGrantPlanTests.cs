using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Tests.Stacks;

public class StackGrantPlanTests
{
    private const string Server = "arn:aws:iam::111111111111:role/temporal-server";
    private const string Other = "arn:aws:iam::222222222222:role/other";
    private const string Arn = "arn:aws:lambda:eu-central-1:123456789012:function:worker";
    private const string Both = Arn + "," + Arn + ":*";
    private const string Theirs = "arn:aws:lambda:eu-central-1:123456789012:function:theirs";
    private const string RoleArn = "arn:aws:iam::123456789012:role/of-stack";

    private const string Create = "Create the stack 'temporal' with the invocation role of 'worker' for " + Server + ", with an External ID.";
    private const string Invoke = "Let the role of the stack 'temporal' invoke 'worker' and every version of it.";

    private const string Replace =
        "Replace the External ID of the stack 'temporal': versions that are registered with the old one have to be registered again.";

    private static readonly WantedGrant Wanted = new() { FunctionArn = Arn, Principals = [Server] };

    public static TheoryData<string, string[], string?, string> Situations => new()
    {
        { "nothing is there", [Create], Both, "new-id" },
        { "nothing is there and an External ID is given", [Create], Both, "given-id" },
        { "our stack, all as wanted", [], null, "found-id" },
        { "our stack without the function", [Invoke], Theirs + "," + Both, "found-id" },
        { "our stack with one form of the function", [Invoke], Theirs + "," + Arn + "," + Arn + ":*", "found-id" },
        { "our stack that trusts another", ["Let " + Server + " assume the role of the stack 'temporal', with an External ID."], null, "found-id" },
        { "another External ID by force", [Replace], null, "given-id" },
        { "another External ID by force without the function", [Replace, Invoke], Theirs + "," + Both, "given-id" },
        { "Temporal's template for Cloud", [Invoke], Theirs + "," + Both, "found-id" },
        { "Temporal's template for a server of one's own", [Invoke], Theirs + "," + Both, "found-id" },
        { "an update that was rolled back", [Invoke], Theirs + "," + Both, "found-id" },
        { "our creation that failed", ["Delete the stack 'temporal', whose creation failed (ROLLBACK_COMPLETE) and which holds nothing.", Create], Both, "new-id" },
    };

    public static TheoryData<string, string> Refusals => new()
    {
        { "another's creation that failed", "StackNotUsable" },
        { "an update whose rollback failed", "StackNotUsable" },
        { "a change set that was never executed", "StackNotUsable" },
        { "a stack of something else", "StackNotRecognized" },
        { "another External ID", "StackExternalIdConflict" },
        { "Temporal's template for Cloud with another principal", "StackTrustsOthers" },
        { "Temporal's template for a server with another principal", "StackTrustsOthers" },
        { "a full list", "StackParameterFull" },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_is_what_differs_and_nothing_else(string situation, string[] expected, string? functions, string externalId)
    {
        (WantedGrant wanted, Stack? found) = For(situation);

        StackGrantPlan plan = StackGrantPlan.From("temporal", wanted, found, "new-id");

        Assert.Equal(expected, plan.Changes.Select(change => change.Sentence));
        Assert.Equal(functions, (plan.Create ?? plan.Update)?["LambdaFunctionARNs"]);
        Assert.Equal(
            new GrantResult(plan.Create is null ? RoleArn : "arn:aws:iam::123456789012:role/worker-temporal-invoke", externalId), plan.Expected);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_a_stack_can_not_be_made_to_grant_is_refused(string situation, string errorId)
    {
        (WantedGrant wanted, Stack? found) = For(situation);

        Assert.Equal(errorId, Assert.Throws<StageException>(() => StackGrantPlan.From("temporal", wanted, found, "new-id")).ErrorId);
    }

    [Fact]
    public void An_update_names_every_parameter_and_keeps_the_values_of_the_others()
    {
        StackGrantPlan plan = StackGrantPlan.From("temporal", Wanted, Ours(Theirs), "new-id");

        Assert.Equal(
            ["AssumeRoleExternalId=", "LambdaFunctionARNs=" + Theirs + "," + Both, "RoleName=", "TemporalPrincipalARNs="],
            plan.Update!.Select(parameter => $"{parameter.Key}={parameter.Value}"));
    }

    private static (WantedGrant Wanted, Stack? Found) For(string situation) => situation switch
    {
        "nothing is there" => (Wanted, null),
        "nothing is there and an External ID is given" => (Wanted with { ExternalId = "given-id" }, null),
        "our stack, all as wanted" => (Wanted, Ours(Both)),
        "our stack without the function" => (Wanted, Ours(Theirs)),
        "our stack with one form of the function" => (Wanted, Ours(Theirs + ", " + Arn)),
        "our stack that trusts another" => (Wanted, Ours(Both, Other)),
        "another External ID by force" => (Wanted with { ExternalId = "given-id", Force = true }, Ours(Both)),
        "another External ID by force without the function" => (Wanted with { ExternalId = "given-id", Force = true }, Ours(Theirs)),
        "Temporal's template for Cloud" => (Wanted with { Principals = TemporalPrincipals.Cloud }, Cloud()),
        "Temporal's template for a server of one's own" => (Wanted, With(Cloud(), "TemporalIamRoleArn", Server)),
        "an update that was rolled back" => (Wanted, Ours(Theirs) with { StackStatus = "UPDATE_ROLLBACK_COMPLETE" }),
        "our creation that failed" => (Wanted, Ours(Both) with { StackStatus = "ROLLBACK_COMPLETE" }),
        "another's creation that failed" => (Wanted, Ours(Both) with { StackStatus = "ROLLBACK_COMPLETE", Tags = new Dictionary<string, string>() }),
        "an update whose rollback failed" => (Wanted, Ours(Both) with { StackStatus = "UPDATE_ROLLBACK_FAILED" }),
        "a change set that was never executed" => (Wanted, Ours(Both) with { StackStatus = "REVIEW_IN_PROGRESS" }),
        "a stack of something else" => (Wanted, Ours(Both) with { Parameters = new Dictionary<string, string> { ["RoleName"] = "x" } }),
        "another External ID" => (Wanted with { ExternalId = "given-id" }, Ours(Both)),
        "Temporal's template for Cloud with another principal" => (Wanted, Cloud()),
        "Temporal's template for a server with another principal" => (Wanted, With(Cloud(), "TemporalIamRoleArn", Other)),
        "a full list" => (Wanted, Ours(string.Join(',', Enumerable.Range(0, 70).Select(i => $"{Theirs}-{i:0000}")))),
        _ => throw new ArgumentOutOfRangeException(nameof(situation)),
    };

    private static Stack Ours(string functions, string principals = Server) => new()
    {
        StackName = "temporal",
        StackId = "arn:aws:cloudformation:eu-central-1:123456789012:stack/temporal/1",
        StackStatus = "CREATE_COMPLETE",
        Parameters = new Dictionary<string, string>
        {
            ["AssumeRoleExternalId"] = "found-id", ["LambdaFunctionARNs"] = functions, ["RoleName"] = "x", ["TemporalPrincipalARNs"] = principals,
        },
        Outputs = new Dictionary<string, string> { ["RoleARN"] = RoleArn, ["LambdaFunctionARNs"] = functions, ["TemporalPrincipalARNs"] = principals },
        Tags = new Dictionary<string, string> { [OwnTags.Function] = "first" },
    };

    private static Stack Cloud()
    {
        Dictionary<string, string> parameters = new(Ours(Theirs).Parameters), outputs = new(Ours(Theirs).Outputs);
        parameters.Remove("TemporalPrincipalARNs");
        outputs.Remove("TemporalPrincipalARNs");
        return Ours(Theirs) with { Parameters = parameters, Outputs = outputs, Tags = new Dictionary<string, string>() };
    }

    private static Stack With(Stack stack, string parameter, string value) =>
        stack with { Parameters = new Dictionary<string, string>(stack.Parameters) { [parameter] = value } };
}
