using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Aws.Tests.Roles;

public class ExecutionRolePlanTests
{
    [Theory]
    [InlineData("aws", "eu-central-1")]
    [InlineData("aws-us-gov", "us-gov-west-1")]
    public void The_role_may_write_its_own_log_and_nothing_else(string partition, string region)
    {
        AwsArn function = new(partition, "lambda", region, "123456789012", "function:worker");

        ExecutionRolePlan plan = ExecutionRolePlan.From(
            "worker", OwnTags.For("worker", "shop", null), function, new ExecutionRoleState("worker-execution", null, null));

        string group = $"arn:{partition}:logs:{region}:123456789012:log-group:/aws/lambda/worker";
        Assert.Equal(
            """{"Version":"2012-10-17","Statement":[{"Sid":"OwnLog","Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":["""
            + $"\"{group}\",\"{group}:*\"]}}]}}",
            plan.LogPolicy);
    }
}
