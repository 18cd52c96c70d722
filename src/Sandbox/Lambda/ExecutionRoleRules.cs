using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Policies;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>What Lambda asks of a function's execution role before it takes the settings.</summary>
internal sealed class ExecutionRoleRules(RoleStore roles, Authorizer authorizer)
{
    /// <summary>Refuses a role that does not exist, does not trust Lambda, may not be passed on, or lacks what the settings need.</summary>
    public void Check(AwsRequest request, FunctionSettings settings)
    {
        var role = roles.FindByArn(settings.RoleArn);
        authorizer.Demand(request, "iam:PassRole", settings.RoleArn,
            new Dictionary<string, string[]> { ["iam:PassedToService"] = ["lambda.amazonaws.com"] });
        if (role is null || !TrustEvaluator.OfService(role.Trust.Document, "lambda.amazonaws.com"))
        {
            throw LambdaErrors.InvalidParameter("The role defined for the function cannot be assumed by Lambda.");
        }
        var session = new Caller(role.Arn, role.Id, role.Name);
        void Need(string action, string resource, string words)
        {
            if (authorizer.Decide(session, action, resource) != Decision.Allow)
            {
                throw LambdaErrors.InvalidParameter($"The provided execution role does not have permissions to call {words}");
            }
        }
        if (settings.SubnetIds.Count > 0)
        {
            Need("ec2:CreateNetworkInterface", "*", "CreateNetworkInterface on EC2");
        }
        if (settings.TracingMode == "Active")
        {
            Need("xray:PutTraceSegments", "*", "PutTraceSegments on XRAY");
        }
        if (settings.DeadLetterTarget is { } target)
        {
            bool isQueue = target.Contains(":sqs:", StringComparison.Ordinal);
            Need(isQueue ? "sqs:SendMessage" : "sns:Publish", target, isQueue ? "SendMessage on SQS" : "Publish on SNS");
        }
    }
}
