namespace TemporalLambda.Aws;

/// <content>The failures of execution roles.</content>
public static partial class AwsErrors
{
    /// <summary>Something that is no role's ARN.</summary>
    public static StageException ExecutionRoleArnNotValid(string roleArn) => new(
        "ExecutionRoleArnNotValid",
        FaultCategory.InvalidArgument,
        $"'{roleArn}' is not the ARN of an IAM role.",
        "Give -ExecutionRoleArn as arn:<partition>:iam::<account>:role/<name>, or leave it out.",
        roleArn);

    /// <summary>A role that Lambda does not take.</summary>
    public static StageException ExecutionRoleOfOtherAccount(string roleArn, string account) => new(
        "ExecutionRoleOfOtherAccount",
        FaultCategory.InvalidArgument,
        $"The role '{roleArn}' is of another account than the function, which is of {account}.",
        "Give a role of the function's own account, or leave out -ExecutionRoleArn.",
        roleArn);

    /// <summary>A given role is not there.</summary>
    public static StageException ExecutionRoleNotFound(string roleArn) => new(
        "ExecutionRoleNotFound",
        FaultCategory.ObjectNotFound,
        $"The role '{roleArn}' does not exist.",
        "Check the name and the account, or leave out -ExecutionRoleArn: then a role is created.",
        roleArn);

    /// <summary>A given role that Lambda may not assume.</summary>
    public static StageException ExecutionRoleWithoutTrust(string roleArn) => new(
        "ExecutionRoleWithoutTrust",
        FaultCategory.PermissionDenied,
        $"The role '{roleArn}' does not trust Lambda.",
        "Let its trust policy allow sts:AssumeRole to the service lambda.amazonaws.com, or leave out -ExecutionRoleArn.",
        roleArn);

    /// <summary>Something is wanted of a role that is not ours to change.</summary>
    public static StageException RoleNotOwn(string roleName, string functionName) => new(
        "RoleNotOwn",
        FaultCategory.InvalidOperation,
        $"The role '{roleName}' was not made by this module for '{functionName}', and is left as it is.",
        "Leave out -RolePath, -PermissionsBoundary, -ExecutionPolicyArn and -ExecutionPolicyDocument, or change the role where it is managed.",
        roleName);

    /// <summary>A role can not be moved.</summary>
    public static StageException RolePathDiffers(string roleName, string found, string wanted) => new(
        "RolePathDiffers",
        FaultCategory.ResourceExists,
        $"The role '{roleName}' is there under the path {found}, and IAM can not move it to {wanted}.",
        "Leave out -RolePath, or delete the role first.",
        roleName);
}
