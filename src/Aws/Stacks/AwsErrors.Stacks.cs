namespace TemporalLambda.Aws;

/// <content>The failures of stacks.</content>
public static partial class AwsErrors
{
    /// <summary>A name that no stack can have.</summary>
    public static StageException StackNameNotValid(string stackName) => new(
        "StackNameNotValid",
        FaultCategory.InvalidArgument,
        $"'{stackName}' can not be the name of a CloudFormation stack.",
        "Give -StackName 1 to 128 letters, digits and hyphens, a letter first.",
        stackName);

    /// <summary>CloudFormation failed.</summary>
    public static StageException StackFailed(string stackName, string status, string resource, string reason) => new(
        "StackFailed",
        FaultCategory.InvalidResult,
        $"The stack '{stackName}' is {status}: {(resource.Length == 0 ? "" : resource + ": ")}{reason.TrimEnd('.')}.",
        "Mend what the message names and run the command again: a creation that was rolled back is deleted and begun anew.",
        stackName);

    /// <summary>CloudFormation does not finish.</summary>
    public static StageException StackNotReady(string stackName, string status) => new(
        "StackNotReady",
        FaultCategory.OperationTimeout,
        $"The stack '{stackName}' is still {status} after half an hour.",
        "Look at its events in CloudFormation, and run the command again: it takes up where it stopped.",
        stackName);

    /// <summary>A stack in a state in which it can be neither updated nor replaced.</summary>
    public static StageException StackNotUsable(string stackName, string status) => new(
        "StackNotUsable",
        FaultCategory.InvalidOperation,
        $"The stack '{stackName}' is {status} and can not be updated.",
        "Bring it in order in CloudFormation (continue the rollback, or delete it), and run the command again; or give another -StackName.",
        stackName);

    /// <summary>A stack of another template.</summary>
    public static StageException StackNotRecognized(string stackName) => new(
        "StackNotRecognized",
        FaultCategory.ResourceExists,
        $"The stack '{stackName}' is neither of this module's nor of Temporal's template for invocation roles.",
        "Give another -StackName, or add the function where the stack is made.",
        stackName);

    /// <summary>A stack with another External ID.</summary>
    public static StageException StackExternalIdConflict(string stackName) => new(
        "StackExternalIdConflict",
        FaultCategory.ResourceExists,
        $"The role of the stack '{stackName}' has another External ID than the given one, and registered versions present that.",
        "Leave out -ExternalId to use the stack's, give another -StackName, or replace it with -Force and register the versions again.",
        stackName);

    /// <summary>A stack whose template trusts others, and can not be told more.</summary>
    public static StageException StackTrustsOthers(string stackName, IReadOnlyList<string> principals) => new(
        "StackTrustsOthers",
        FaultCategory.InvalidOperation,
        $"The template of the stack '{stackName}' has no place for {string.Join(", ", principals)}.",
        "Give another -StackName, so that a stack is created that trusts them.",
        stackName);

    /// <summary>A parameter that takes no further value.</summary>
    public static StageException StackParameterFull(string stackName, string parameter) => new(
        "StackParameterFull",
        FaultCategory.LimitsExceeded,
        $"The parameter {parameter} of the stack '{stackName}' can not take more: CloudFormation's limit is 4,096 bytes.",
        "Give another -StackName for further functions, or take back what is no longer used with Revoke-TemporalInvoke -StackName.",
        stackName);

    /// <summary>A stack that another made has to keep a function.</summary>
    public static StageException StackOfOthers(string stackName) => new(
        "StackOfOthers",
        FaultCategory.InvalidOperation,
        $"The function is the last one of the stack '{stackName}', which this module did not create.",
        $"Delete the stack where it is made, or with 'aws cloudformation delete-stack --stack-name {stackName}'.",
        stackName);

    /// <summary>A template file's name.</summary>
    public static StageException TemplatePathNotValid(string path) => new(
        "TemplatePathNotValid",
        FaultCategory.InvalidArgument,
        $"The template is YAML and can not be written to '{path}'.",
        "Give -TemplatePath a file name that ends with .yaml, .yml or .template, in a folder that exists.",
        path);

    /// <summary>A file that is not ours.</summary>
    public static StageException TemplateFileExists(string path) => new(
        "TemplateFileExists",
        FaultCategory.ResourceExists,
        $"The file '{path}' is there and was not written by this command.",
        "Give -TemplatePath another name, or remove the file.",
        path);
}
