namespace TemporalLambda.Aws;

/// <content>The failures of grants.</content>
public static partial class AwsErrors
{
    /// <summary>An External ID of a form that is not taken. It is not repeated: it may be a real one with a slip.</summary>
    public static StageException ExternalIdNotValid() => new(
        "ExternalIdNotValid",
        FaultCategory.InvalidArgument,
        "The External ID has to be 5 to 45 characters of a-z, A-Z, 0-9 and _+=,.@-.",
        "Change -ExternalId, or leave it out: one is generated and found again.");

    /// <summary>The role is assumed with another External ID already.</summary>
    public static StageException ExternalIdConflict(string roleName) => new(
        "ExternalIdConflict",
        FaultCategory.ResourceExists,
        $"The role '{roleName}' trusts the same principals with another External ID than the given one.",
        "Leave out -ExternalId to use the role's, or add the given one beside it with -Force.",
        roleName);

    /// <summary>Nobody was named who is to invoke the function.</summary>
    public static StageException PrincipalMissing(string partition) => new(
        "PrincipalMissing",
        FaultCategory.InvalidArgument,
        $"It is not known which identity Temporal has in the partition '{partition}': only Temporal Cloud's, in 'aws', is built in.",
        "Give -TemporalPrincipalArn the IAM identity that your Temporal server runs as.",
        partition);

    /// <summary>Something that can be no principal.</summary>
    public static StageException PrincipalNotValid(string principal) => new(
        "PrincipalNotValid",
        FaultCategory.InvalidArgument,
        $"'{principal}' is not the ARN of an IAM user, a role, a role's session or an account.",
        "Give -TemporalPrincipalArn as arn:<partition>:iam::<account>:role/<name>.",
        principal);

    /// <summary>A principal that does not exist.</summary>
    public static StageException PrincipalUnknown(string roleName, IReadOnlyList<string> principals, Exception? inner) => new(
        "PrincipalUnknown",
        FaultCategory.ObjectNotFound,
        $"AWS knows not every principal that the role '{roleName}' is to trust: {string.Join(", ", principals)}.",
        "Check -TemporalPrincipalArn: the user or role has to exist, and a role's ARN has its path.",
        roleName,
        inner);

    /// <summary>Another writer removes what was written.</summary>
    public static StageException TrustNotKept(string roleName) => new(
        "TrustNotKept",
        FaultCategory.ResourceBusy,
        $"Something else keeps replacing the trust policy of the role '{roleName}'.",
        "Stop the other writer, or use a role of its own for the function: leave out -RoleName.",
        roleName);

    /// <summary>A role that a stack made is changed by the stack alone.</summary>
    public static StageException RoleOfStack(string roleName, string stackName) => new(
        "RoleOfStack",
        FaultCategory.InvalidOperation,
        $"The role '{roleName}' belongs to the CloudFormation stack '{stackName}', which alone may change it.",
        $"Give -StackName {stackName}.",
        roleName);

    /// <summary>A role that can not take another inline policy.</summary>
    public static StageException RolePoliciesFull(string roleName, string functionName, Exception? inner) => new(
        "RolePoliciesFull",
        FaultCategory.LimitsExceeded,
        $"The role '{roleName}' can not be granted '{functionName}' as well: all of a role's inline policies may have 10,240 characters together.",
        "Leave out -RoleName, so that the function gets a role of its own, or take back what is no longer used with Revoke-TemporalInvoke.",
        roleName,
        inner);

    /// <summary>A trust policy that can not take another statement.</summary>
    public static StageException TrustPolicyFull(string roleName, Exception? inner) => new(
        "TrustPolicyFull",
        FaultCategory.LimitsExceeded,
        $"The trust policy of the role '{roleName}' can not take another statement: it may have 2,048 characters, 4,096 where AWS raised it.",
        "Remove statements that are no longer used, ask for the quota 'Role trust policy length' in Service Quotas, or leave out -RoleName.",
        roleName,
        inner);

    /// <summary>Something that is no role's ARN.</summary>
    public static StageException InvokeRoleArnNotValid(string roleArn) => new(
        "InvokeRoleArnNotValid",
        FaultCategory.InvalidArgument,
        $"'{roleArn}' is not the ARN of an IAM role.",
        "Give -InvokeRoleArn as arn:<partition>:iam::<account>:role/<name>, or leave it out.",
        roleArn);

    /// <summary>A given role is not there.</summary>
    public static StageException InvokeRoleNotFound(string roleArn) => new(
        "InvokeRoleNotFound",
        FaultCategory.ObjectNotFound,
        $"The role '{roleArn}' does not exist in this account.",
        "Check account, path and name, or leave out -InvokeRoleArn: then a role is created.",
        roleArn);

    /// <summary>A given role does not let Temporal assume it.</summary>
    public static StageException InvokeRoleWithoutTrust(string roleArn, IReadOnlyList<string> principals) => new(
        "InvokeRoleWithoutTrust",
        FaultCategory.PermissionDenied,
        $"The role '{roleArn}' does not let {string.Join(", ", principals)} assume it with the External ID.",
        "Have sts:AssumeRole allowed to them in its trust policy, with the condition StringEquals sts:ExternalId; -TemplatePath writes such a role's template.",
        roleArn);

    /// <summary>A given role can be assumed without the External ID, which Temporal refuses.</summary>
    public static StageException InvokeRoleOpen(string roleArn, IReadOnlyList<string> principals) => new(
        "InvokeRoleOpen",
        FaultCategory.InvalidOperation,
        $"The role '{roleArn}' lets {string.Join(", ", principals)} assume it without an External ID, and Temporal takes no such role.",
        "Have the condition StringEquals sts:ExternalId added to that statement of its trust policy.",
        roleArn);

    /// <summary>The External ID of a given role is not known.</summary>
    public static StageException InvokeRoleExternalIdUnknown(string roleArn) => new(
        "InvokeRoleExternalIdUnknown",
        FaultCategory.InvalidArgument,
        $"The External ID of the role '{roleArn}' can not be read with these credentials: iam:GetRole is not allowed.",
        "Give it with -ExternalId.",
        roleArn);
}
