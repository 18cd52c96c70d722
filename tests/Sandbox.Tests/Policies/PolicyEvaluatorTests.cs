using TemporalLambda.Sandbox.Policies;

namespace TemporalLambda.Sandbox.Tests.Policies;

/// <summary>What policies say of requests. The expected decisions are those of IAM's documentation.</summary>
public sealed class PolicyEvaluatorTests
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:work";

    /// <summary>Statements without braces around, action, resource, decision.</summary>
    public static TheoryData<string, string, string, string> Decisions => new()
    {
        // Actions.
        { Allow("lambda:InvokeFunction", "*"), "lambda:InvokeFunction", Function, "Allow" },
        { Allow("lambda:invokefunction", "*"), "lambda:InvokeFunction", Function, "Allow" },
        { Allow("lambda:Get*", "*"), "lambda:GetFunction", Function, "Allow" },
        { Allow("lambda:Get*", "*"), "lambda:InvokeFunction", Function, "ImplicitDeny" },
        { Allow("lambda:GetFunctio?", "*"), "lambda:GetFunction", Function, "Allow" },
        { Allow("*", "*"), "logs:PutLogEvents", Function, "Allow" },
        { """{"Effect":"Allow","NotAction":"lambda:Delete*","Resource":"*"}""", "lambda:GetFunction", Function, "Allow" },
        { """{"Effect":"Allow","NotAction":"lambda:Delete*","Resource":"*"}""", "lambda:DeleteFunction", Function, "ImplicitDeny" },
        { """{"Effect":"Allow","Action":["lambda:GetFunction","lambda:InvokeFunction"],"Resource":"*"}""", "lambda:InvokeFunction", Function, "Allow" },

        // Resources: the trap of qualified and unqualified ARNs.
        { Allow("lambda:*", Function), "lambda:InvokeFunction", Function, "Allow" },
        { Allow("lambda:*", Function), "lambda:InvokeFunction", Function + ":1", "ImplicitDeny" },
        { Allow("lambda:*", Function + ":*"), "lambda:InvokeFunction", Function + ":1", "Allow" },
        { Allow("lambda:*", Function + ":*"), "lambda:InvokeFunction", Function, "ImplicitDeny" },
        { Allow("lambda:*", Function + "*"), "lambda:InvokeFunction", Function, "Allow" },
        { Allow("lambda:*", "arn:aws:lambda:*:*:function:work"), "lambda:InvokeFunction", Function, "Allow" },
        { Allow("lambda:*", "arn:aws:lambda:*:function:work"), "lambda:InvokeFunction", Function, "ImplicitDeny" },
        { Allow("lambda:*", "arn:aws:lambda:*"), "lambda:InvokeFunction", Function, "Allow" },
        { Allow("lambda:*", "arn:aws:lambda:us-east-1:000000000000:function:WORK"), "lambda:InvokeFunction", Function, "ImplicitDeny" },
        { Allow("lambda:*", "arn:aws:lambda:us-east-1:000000000000:function:w?rk"), "lambda:InvokeFunction", Function, "Allow" },
        { """{"Effect":"Allow","Action":"*","NotResource":"arn:aws:lambda:*:*:function:other"}""", "lambda:GetFunction", Function, "Allow" },
        { """{"Effect":"Allow","Action":"*","NotResource":"arn:aws:lambda:*:*:function:w*"}""", "lambda:GetFunction", Function, "ImplicitDeny" },

        // Denies win, wherever they stand.
        { Allow("*", "*") + "," + Deny("lambda:InvokeFunction", Function), "lambda:InvokeFunction", Function, "ExplicitDeny" },
        { Deny("lambda:InvokeFunction", Function) + "," + Allow("*", "*"), "lambda:InvokeFunction", Function, "ExplicitDeny" },
        { Deny("lambda:InvokeFunction", Function) + "," + Allow("*", "*"), "lambda:InvokeFunction", Function + ":1", "Allow" },

        // Variables: without a value nothing is allowed, and nothing escapes a deny.
        { Allow("*", "arn:aws:lambda:us-east-1:000000000000:function:${aws:username}"), "lambda:GetFunction", Function, "Allow" },
        { Allow("*", "arn:aws:lambda:us-east-1:000000000000:function:${aws:nothing}"), "lambda:GetFunction", Function, "ImplicitDeny" },
        { """{"Effect":"Allow","Action":"*","NotResource":"arn:aws:lambda:*:*:function:${aws:nothing}"}""", "lambda:GetFunction", Function, "ImplicitDeny" },
        { Allow("*", "*") + """,{"Effect":"Deny","Action":"*","NotResource":"arn:aws:lambda:*:*:function:${aws:nothing}"}""", "lambda:GetFunction", Function, "ExplicitDeny" },
    };

    /// <summary>Conditions of an allow, and whether they hold.</summary>
    public static TheoryData<string, bool> Conditions => new()
    {
        { """{"StringEquals":{"aws:username":"work"}}""", true },
        { """{"StringEquals":{"AWS:UserName":"work"}}""", true },
        { """{"StringEquals":{"aws:username":"Work"}}""", false },
        { """{"StringEquals":{"aws:username":["a","work"]}}""", true },
        { """{"StringEquals":{"aws:absent":"work"}}""", false },
        { """{"StringEqualsIfExists":{"aws:absent":"work"}}""", true },
        { """{"StringEqualsIfExists":{"aws:username":"other"}}""", false },
        { """{"StringNotEquals":{"aws:username":"other"}}""", true },
        { """{"StringNotEquals":{"aws:username":["other","work"]}}""", false },
        { """{"StringNotEquals":{"aws:absent":"work"}}""", true },
        { """{"StringEqualsIgnoreCase":{"aws:username":"WORK"}}""", true },
        { """{"StringNotEqualsIgnoreCase":{"aws:username":"WORK"}}""", false },
        { """{"StringLike":{"aws:username":"w*k"}}""", true },
        { """{"StringLike":{"aws:username":"x*"}}""", false },
        { """{"StringNotLike":{"aws:username":"w*"}}""", false },
        { """{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}}""", true },
        { """{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::000000000000:role/r"}}""", true },
        { """{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/r"}}""", false },
        { """{"NumericLessThanEquals":{"aws:number":"10"}}""", true },
        { """{"NumericLessThan":{"aws:number":10}}""", false },
        { """{"NumericGreaterThan":{"aws:number":9}}""", true },
        { """{"NumericEquals":{"aws:number":"ten"}}""", false },
        { """{"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}""", true },
        { """{"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}""", false },
        { """{"Bool":{"aws:SecureTransport":false}}""", true },
        { """{"Bool":{"aws:SecureTransport":"true"}}""", false },
        { """{"Null":{"aws:absent":"true"}}""", true },
        { """{"Null":{"aws:username":"true"}}""", false },
        { """{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""", true },
        { """{"IpAddress":{"aws:SourceIp":"10.0.0.1"}}""", false },
        { """{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""", true },
        { """{"ForAnyValue:StringEquals":{"aws:many":["b","z"]}}""", true },
        { """{"ForAnyValue:StringEquals":{"aws:absent":"b"}}""", false },
        { """{"ForAllValues:StringEquals":{"aws:many":["a","b","c"]}}""", true },
        { """{"ForAllValues:StringEquals":{"aws:many":"a"}}""", false },
        { """{"ForAllValues:StringEquals":{"aws:absent":"a"}}""", true },
        { """{"StringEquals":{"aws:username":"work"},"Bool":{"aws:SecureTransport":"true"}}""", false },
        { """{"StringEquals":{"aws:username":"${aws:username}"}}""", true },
        { """{"StringNotEquals":{"aws:username":"${aws:absent}"}}""", false },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Statements_decide_as_in_IAM(string statements, string action, string resource, string decision) =>
        Assert.Equal(decision, Evaluate(statements, action, resource).ToString());

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Conditions_hold_as_in_IAM(string condition, bool holds)
    {
        string statement = $$"""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{condition}}}""";
        Assert.Equal(holds ? Decision.Allow : Decision.ImplicitDeny, Evaluate(statement, "lambda:GetFunction", Function));
    }

    [Fact]
    public void Several_policies_count_as_one()
    {
        var policies = new[] { Allow("lambda:*", "*"), Deny("lambda:DeleteFunction", "*") }.Select(Parse);
        Assert.Equal(Decision.ExplicitDeny, PolicyEvaluator.Evaluate(policies, Request("lambda:DeleteFunction", Function)));
    }

    [Theory]
    [InlineData(false, nameof(Decision.ImplicitDeny))]
    [InlineData(true, nameof(Decision.ExplicitDeny))]
    public void An_operator_that_nobody_knows_never_opens_anything(bool isDeny, string expected) =>
        Assert.Equal(expected, PolicyEvaluator.Evaluate(
            [new PolicyDocument([new PolicyStatement(
                isDeny, new PatternSet(["*"]), new PatternSet(["*"]), null, [new PolicyCondition("StringSounds", "aws:username", ["work"])])])],
            Request("lambda:GetFunction", Function)).ToString());

    internal static PolicyDocument Parse(string statements) =>
        PolicyParser.ParseIdentity($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""");

    private static Decision Evaluate(string statements, string action, string resource) =>
        PolicyEvaluator.Evaluate([Parse(statements)], Request(action, resource));

    private static AuthorizationRequest Request(string action, string resource) => new(action, resource,
        new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:username"] = ["work"],
            ["aws:PrincipalArn"] = ["arn:aws:iam::000000000000:role/r"],
            ["aws:number"] = ["10"],
            ["aws:CurrentTime"] = ["2026-11-24T00:00:00Z"],
            ["aws:SecureTransport"] = ["false"],
            ["aws:SourceIp"] = ["127.0.0.1"],
            ["aws:many"] = ["a", "b"],
        });

    private static string Allow(string action, string resource) => Statement("Allow", action, resource);

    private static string Deny(string action, string resource) => Statement("Deny", action, resource);

    private static string Statement(string effect, string action, string resource) =>
        $$"""{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"}""";
}
