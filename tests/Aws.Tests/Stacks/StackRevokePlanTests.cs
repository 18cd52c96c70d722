using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Tests.Stacks;

public class StackRevokePlanTests
{
    private const string Function = "arn:aws:lambda:eu-central-1:1:function:";
    private const string Take = "Take from the role of the stack 'temporal' that it may invoke 'worker'.";

    public static TheoryData<string, string?, bool, string[], string?> Situations => new()
    {
        { "no stack", null, true, [], null },
        { "others beside it", $"{Function}a, {Function}worker, {Function}worker:*", true, [Take], Function + "a" },
        { "a name that begins alike", $"{Function}worker-2,{Function}worker", true, [Take], Function + "worker-2" },
        { "not in it", Function + "a", true, [], null },
        { "the last one", $"{Function}worker,{Function}worker:*", true, ["Delete the stack 'temporal' with its invocation role, which grants nothing but 'worker'."], null },
        { "others beside it in another's stack", $"{Function}a,{Function}worker", false, [Take], Function + "a" },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_takes_the_function_out_and_deletes_our_stack_with_the_last_one(
        string situation, string? functions, bool own, string[] expected, string? left)
    {
        StackRevokePlan plan = StackRevokePlan.From("temporal", "worker", functions is null ? null : Found(functions, own));

        Assert.Equal((situation, string.Join('|', expected)), (situation, string.Join('|', plan.Changes.Select(change => change.Sentence))));
        Assert.Equal(left, plan.Update?["LambdaFunctionARNs"]);
    }

    [Fact]
    public void The_last_function_of_anothers_stack_is_left_to_them() => Assert.Equal(
        "StackOfOthers",
        Assert.Throws<StageException>(() => StackRevokePlan.From("temporal", "worker", Found(Function + "worker", own: false))).ErrorId);

    private static Stack Found(string functions, bool own) => new()
    {
        StackName = "temporal",
        StackId = "id",
        StackStatus = "CREATE_COMPLETE",
        Parameters = new Dictionary<string, string> { ["AssumeRoleExternalId"] = "x", ["LambdaFunctionARNs"] = functions },
        Outputs = new Dictionary<string, string> { ["LambdaFunctionARNs"] = functions },
        Tags = own ? OwnTags.For("first", null, null) : new Dictionary<string, string>(),
    };
}
