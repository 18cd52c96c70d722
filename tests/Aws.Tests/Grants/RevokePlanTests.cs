using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Tests.Grants;

public class RevokePlanTests
{
    private const string Take = "Take from the role 'temporal' that it may invoke 'worker'.";
    private const string Delete = "Delete the invocation role 'temporal', which grants nothing else.";

    private static readonly string Ours = PolicyFor("worker", "worker:*");

    public static TheoryData<string, string[], string?> Situations => new()
    {
        { "nothing is there", [], "There is no role 'temporal': nothing is granted through it." },
        { "our role with this function alone", [Take, Delete], null },
        { "killed after the policy was deleted", [Delete], null },
        { "our role that others share", [Take], "The role 'temporal' stays: it grants more (invoke-other)." },
        { "our role with a managed policy", [Take], "The role 'temporal' stays: it grants more (arn:aws:iam::1:policy/p)." },
        { "our role that never granted it", [], "The role 'temporal' stays: it grants more (invoke-other)." },
        { "our role with a policy that was changed", [Take, Delete], null },
        { "another's role", [Take], "The role 'temporal' stays, with whom it trusts: this module did not create it." },
        { "another's role with a policy of that name about more", [], "The policy 'invoke-worker' of the role 'temporal' stays: neither was made by this module." },
        { "another's role with a policy of that name about everything", [], "The policy 'invoke-worker' of the role 'temporal' stays: neither was made by this module." },
        { "another's role without the grant", [], "The role 'temporal' stays, with whom it trusts: this module did not create it." },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_takes_the_grant_and_what_it_was_alone_for(string situation, string[] expected, string? note)
    {
        RevokePlan plan = RevokePlan.From(situation switch
        {
            "nothing is there" => Found(null, [], null),
            "our role with this function alone" => Found(true, ["invoke-worker"], Ours),
            "killed after the policy was deleted" => Found(true, [], null),
            "our role that others share" => Found(true, ["invoke-worker", "invoke-other"], Ours),
            "our role with a managed policy" => Found(true, ["invoke-worker"], Ours) with { AttachedPolicies = ["arn:aws:iam::1:policy/p"] },
            "our role that never granted it" => Found(true, ["invoke-other"], null),
            "our role with a policy that was changed" => Found(true, ["invoke-worker"], PolicyFor("*")),
            "another's role" => Found(false, ["invoke-worker"], Ours),
            "another's role with a policy of that name about more" => Found(false, ["invoke-worker"], PolicyFor("worker", "worker-2")),
            "another's role with a policy of that name about everything" => Found(false, ["invoke-worker"], Ours.Replace("\"arn:aws:lambda:eu-central-1:1:function:worker\"", "\"*\"")),
            "another's role without the grant" => Found(false, [], null),
            _ => throw new ArgumentOutOfRangeException(nameof(situation)),
        });

        Assert.Equal(expected, plan.Changes.Select(change => change.Sentence));
        Assert.Equal(note, plan.Note);
    }

    [Fact]
    public void A_stacks_role_is_left_to_the_stack()
    {
        RevokeState found = Found(true, ["invoke-worker"], Ours);
        Dictionary<string, string> tags = new(found.Role!.Tags) { ["aws:cloudformation:stack-name"] = "temporal-stack" };

        StageException error = Assert.Throws<StageException>(() => RevokePlan.From(found with { Role = found.Role with { Tags = tags } }));

        Assert.Equal("RoleOfStack", error.ErrorId);
        Assert.Contains("-StackName temporal-stack", error.Recommendation);
    }

    private static string PolicyFor(params string[] functions) => PolicyDocument.Of(PolicyDocument.Allow(
        "x", ["lambda:InvokeFunction"], functions.Select(function => "arn:aws:lambda:eu-central-1:1:function:" + function)));

    private static RevokeState Found(bool? own, string[] policies, string? policy) => new(
        "worker",
        "temporal",
        own is null ? null : new Role
        {
            RoleName = "temporal",
            Arn = "arn:aws:iam::1:role/temporal",
            Tags = own.Value ? OwnTags.For("first", null, null) : new Dictionary<string, string> { ["team"] = "x" },
        },
        policies,
        [],
        policy);
}
