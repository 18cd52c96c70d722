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
}
