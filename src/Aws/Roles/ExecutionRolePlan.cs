using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Roles;

/// <summary>The role that a function without a given one runs as: its name, and what of it is there.</summary>
/// <param name="RoleName">The role's name.</param>
/// <param name="Role">The role, or null.</param>
/// <param name="LogPolicy">Its inline policy for the function's log, or null.</param>
internal sealed record ExecutionRoleState(string RoleName, Role? Role, string? LogPolicy);

/// <summary>What it takes until a function has its own role: the trust of Lambda, and its own log group and nothing else.</summary>
/// <param name="Create">The role to create, or null.</param>
/// <param name="LogPolicy">The inline policy to put, or null.</param>
/// <param name="Changes">The same in words.</param>
internal sealed record ExecutionRolePlan(CreateRoleRequest? Create, string? LogPolicy, IReadOnlyList<Change> Changes)
{
    /// <summary>The inline policy's name.</summary>
    public const string LogPolicyName = "worker-logs";

    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    /// <summary>Nothing to do: the role was given, or is another's.</summary>
    public static readonly ExecutionRolePlan Nothing = new(null, null, []);

    /// <summary>The plan. A role of the same name that this module did not create is left as it is.</summary>
    public static ExecutionRolePlan From(
        string functionName, IReadOnlyDictionary<string, string> tags, AwsArn function, ExecutionRoleState found)
    {
        string policy = LogPolicyFor(functionName, function);
        List<Change> changes = [];
        CreateRoleRequest? create = null;
        if (found.Role is null)
        {
            create = new CreateRoleRequest
            {
                RoleName = found.RoleName,
                AssumeRolePolicyDocument = Trust,
                Description = $"Execution role of the Temporal worker {functionName}",
                Tags = tags,
            };
            changes.Add(new Change("CreateRole", found.RoleName, $"Create the execution role '{found.RoleName}'."));
        }
        else if (!OwnTags.AreOn(found.Role.Tags, functionName))
        {
            return Nothing;
        }

        if (PolicyDocument.Same(found.LogPolicy, policy))
        {
            return new ExecutionRolePlan(create, null, changes);
        }

        changes.Add(new Change("PutRolePolicy", found.RoleName, $"Let the role '{found.RoleName}' write the log of '{functionName}'."));
        return new ExecutionRolePlan(create, policy, changes);
    }

    private static string LogPolicyFor(string functionName, AwsArn function)
    {
        string group = $"arn:{function.Partition}:logs:{function.Region}:{function.Account}:log-group:/aws/lambda/{functionName}";
        return PolicyDocument.Of(PolicyDocument.Allow(
            "OwnLog", ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], [group, group + ":*"]));
    }
}
