using TemporalLambda.Aws.Iam;

namespace TemporalLambda.Aws.Grants;

/// <summary>What of a wanted grant is there.</summary>
/// <param name="Function">The function.</param>
/// <param name="RoleName">The role's name.</param>
/// <param name="Role">The role, or null.</param>
/// <param name="Policy">The role's inline policy for this function, or null.</param>
internal sealed record GrantState(FunctionArn Function, string RoleName, Role? Role, string? Policy)
{
    /// <summary>The characters of the role's other inline policies, as IAM counts them; read only where a policy is to be added.</summary>
    public int OtherPoliciesLength { get; init; }

    /// <summary>The inline policy's name: one a function, so that two grants on a shared role never overwrite each other.</summary>
    public static string PolicyName(string functionName) => "invoke-" + functionName;

    /// <summary>The role's ARN; where it is not there yet, the one it will have.</summary>
    public string RoleArn(string? path) => Role?.Arn ?? $"arn:{Function.Parts.Partition}:iam::{Function.Parts.Account}:role{path ?? "/"}{RoleName}";
}
