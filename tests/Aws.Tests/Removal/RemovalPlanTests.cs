using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Removal;
using TemporalLambda.Aws.Stacks;

namespace TemporalLambda.Aws.Tests.Removal;

public class RemovalPlanTests
{
    private const string Function = "Delete the function 'worker' with its 2 versions.";
    private const string Take = "Take from the role 'worker-temporal-invoke' that it may invoke 'worker'.";
    private const string InvokeRole = "Delete the invocation role 'worker-temporal-invoke', which grants nothing else.";
    private const string ExecutionRole = "Delete the execution role 'worker-execution'.";
    private const string Parameter = "Delete the parameter '/temporal-lambda/worker/api-key' with a secret of the worker's.";
    private const string Log = "Delete the log group '/aws/lambda/worker'.";

    private static readonly WantedRemoval Wanted = new() { FunctionName = "worker" };
    private static readonly IReadOnlyDictionary<string, string> Tags = OwnTags.For("worker", "shop", "default");
    private static readonly IReadOnlyDictionary<string, string> Theirs = new Dictionary<string, string> { ["team"] = "x" };

    public static TheoryData<string, string[], string[]> Situations => new()
    {
        { "all of it", [Function, Take, InvokeRole, ExecutionRole, Parameter], [] },
        { "all of it with the log", [Function, Take, InvokeRole, ExecutionRole, Parameter, Log], [] },
        { "all of it with a log of another name", ["Delete the log group '/team/worker'.", Function, Take, InvokeRole, ExecutionRole, Parameter], [] },
        { "nothing", [], [] },
        { "killed after the function was deleted", [Take, InvokeRole, ExecutionRole, Parameter], [] },
        { "killed after the function was deleted, with its marked log", [Take, InvokeRole, ExecutionRole, Parameter, Log], [] },
        { "a log of a function that is not there", [], ["The log group '/aws/lambda/worker' stays: it can not be told that it was this worker's alone."] },
        { "an execution role that another function has", [Function, Take, InvokeRole, Parameter], ["The role 'worker-execution' stays: other runs as it."] },
        { "an execution role of another", [Function, Take, InvokeRole, Parameter], ["The role 'worker-execution' stays: this module did not create it for this function."] },
        { "a shared invocation role", [Function, Take, ExecutionRole, Parameter], ["The role 'worker-temporal-invoke' stays: it grants more (invoke-other)."] },
        { "a stack", [Function, "Delete the stack 'temporal' with its invocation role, which grants nothing but 'worker'.", ExecutionRole, Parameter], [] },
        { "a stack of others with this function alone", [Function, ExecutionRole, Parameter], ["The stack 'temporal' stays: this module did not create it."] },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_plan_is_the_inventory_in_the_safe_order(string situation, string[] expected, string[] notes)
    {
        RemovalPlan plan = RemovalPlan.From(Wanted, Found(situation));

        Assert.Equal(expected, plan.Changes.Select(change => change.Sentence));
        Assert.Equal(notes, plan.Notes);
    }

    [Fact]
    public void A_log_without_a_tag_is_marked_before_the_function_goes()
    {
        Assert.Equal(["/aws/lambda/worker"], RemovalPlan.From(Wanted, Found("all of it with the log")).Mark.Select(group => group.Name));
        Assert.Empty(RemovalPlan.From(Wanted, Found("killed after the function was deleted, with its marked log")).Mark);
    }

    [Theory]
    [InlineData("no tag", null, "FunctionNotOwn")]
    [InlineData("the tag of another function", null, "FunctionNotOwn")]
    [InlineData("our tag", "other", "FunctionOfOtherDeployment")]
    public void A_function_of_another_is_refused(string tags, string? deployment, string errorId)
    {
        RemovalState found = Found("all of it");
        found = found with
        {
            Function = found.Function! with
            {
                Tags = tags switch { "no tag" => null, "our tag" => Tags, _ => OwnTags.For("worker-2", "shop", null) },
            },
        };

        Assert.Equal(
            errorId, Assert.Throws<StageException>(() => RemovalPlan.From(Wanted with { DeploymentName = deployment }, found)).ErrorId);
    }

    private static RemovalState Found(string situation)
    {
        RemovalState nothing = new() { ExecutionRole = new OwnRoleState("worker-execution", null, [], [], []), Grant = Grant(null, []) };
        RemovalState all = new()
        {
            Function = new FunctionDescription
            {
                Tags = Tags,
                Configuration = new FunctionConfiguration
                {
                    FunctionName = "worker",
                    Environment = new FunctionEnvironment(new Dictionary<string, string> { [FunctionVariables.DeploymentName] = "shop" }),
                },
            },
            PublishedVersions = 2,
            ExecutionRole = new OwnRoleState("worker-execution", Role("worker-execution", Tags), ["temporal-worker"], [], []),
            Grant = Grant(Tags, ["invoke-worker"]),
            Parameters = ["/temporal-lambda/worker/api-key"],
        };
        TaggedResource log = new("/aws/lambda/worker", "arn:log", new Dictionary<string, string>());
        return situation switch
        {
            "all of it" => all,
            "all of it with the log" => all with { LogGroups = [log] },
            "all of it with a log of another name" => all with { LogGroups = [new("/team/worker", "arn:log", OwnTags.For("worker", null, null))] },
            "nothing" => nothing,
            "killed after the function was deleted" => all with { Function = null },
            "killed after the function was deleted, with its marked log" => all with { Function = null, LogGroups = [log with { Tags = OwnTags.For("worker", null, null) }] },
            "a log of a function that is not there" => nothing with { LogGroups = [log] },
            "an execution role that another function has" => all with { ExecutionRole = all.ExecutionRole with { UsedBy = ["other"] } },
            "an execution role of another" => all with { ExecutionRole = all.ExecutionRole with { Role = Role("worker-execution", Theirs) } },
            "a shared invocation role" => all with { Grant = Grant(Tags, ["invoke-worker", "invoke-other"]) },
            "a stack" => all with { Grant = null, GrantingStack = ("temporal", Stack(Tags)) },
            "a stack of others with this function alone" => all with { Grant = null, GrantingStack = ("temporal", Stack(Theirs)) },
            _ => throw new ArgumentOutOfRangeException(nameof(situation)),
        };
    }

    private static RevokeState Grant(IReadOnlyDictionary<string, string>? tags, string[] policies) =>
        new("worker", "worker-temporal-invoke", tags is null ? null : Role("worker-temporal-invoke", tags), policies, [], null);

    private static Role Role(string name, IReadOnlyDictionary<string, string> tags) => new() { RoleName = name, Arn = "arn:" + name, Tags = tags };

    private static Stack Stack(IReadOnlyDictionary<string, string> tags) => new()
    {
        StackName = "temporal",
        StackId = "id",
        StackStatus = "CREATE_COMPLETE",
        Tags = tags,
        Parameters = new Dictionary<string, string> { ["AssumeRoleExternalId"] = "x", ["LambdaFunctionARNs"] = "" },
        Outputs = new Dictionary<string, string>
        {
            ["LambdaFunctionARNs"] = "arn:aws:lambda:eu-central-1:1:function:worker,arn:aws:lambda:eu-central-1:1:function:worker:*",
        },
    };
}
