namespace TemporalLambda.Aws;

/// <content>The failures of functions.</content>
public static partial class AwsErrors
{
    /// <summary>Something that is no function's ARN.</summary>
    public static StageException FunctionArnNotValid(string arn) => new(
        "FunctionArnNotValid",
        FaultCategory.InvalidArgument,
        $"'{arn}' is not the ARN of a Lambda function.",
        "Give it as arn:<partition>:lambda:<region>:<account>:function:<name>.",
        arn);

    /// <summary>Something that can be no function's name.</summary>
    public static StageException FunctionNameNotValid(string name) => new(
        "FunctionNameNotValid",
        FaultCategory.InvalidArgument,
        $"'{name}' can not be a function's name.",
        "Give -FunctionName 1 to 64 letters, digits, hyphens and underscores.",
        name);

    /// <summary>A variable's name that Lambda does not take.</summary>
    public static StageException VariableNotValid(string name) => new(
        "VariableNotValid",
        FaultCategory.InvalidArgument,
        $"'{name}' can not be the name of an environment variable in Lambda.",
        "Begin it with a letter, and use at least two letters, digits and underscores.",
        name);

    /// <summary>A variable that comes from a parameter of its own.</summary>
    public static StageException VariableIsOwn(string name) => new(
        "VariableIsOwn",
        FaultCategory.InvalidArgument,
        $"The variable {name} tells the worker who it is and can not be given by -Environment.",
        "Use -DeploymentName, -BuildId or -TaskQueue, so that worker and Temporal agree.",
        name);

    /// <summary>Too much in the environment.</summary>
    public static StageException EnvironmentTooLarge(string functionName, int bytes, int largest) => new(
        "EnvironmentTooLarge",
        FaultCategory.LimitsExceeded,
        $"The environment of '{functionName}' would have {bytes} bytes, and Lambda allows {largest}.",
        "Remove variables (-Environment @{NAME=$null}), or pack them into a file with -Include.",
        functionName);

    /// <summary>The package is not there.</summary>
    public static StageException PackageNotFound(string path) => new(
        "PackageNotFound",
        FaultCategory.ObjectNotFound,
        $"The package '{path}' does not exist.",
        "Make it with New-TemporalLambdaWorker, or give the zip's path.",
        path);

    /// <summary>The package is no zip.</summary>
    public static StageException PackageNotZip(string path, Exception? inner) => new(
        "PackageNotZip",
        FaultCategory.InvalidData,
        $"The package '{path}' is not a zip file.",
        "Make it with New-TemporalLambdaWorker, or give a zip.",
        path,
        inner);

    /// <summary>The package is not the one that was planned with.</summary>
    public static StageException PackageChanged(string path) => new(
        "PackageChanged",
        FaultCategory.InvalidData,
        $"The package '{path}' is not the one that the record tells of: its checksum differs.",
        "Run New-TemporalLambdaWorker again and use its record.",
        path);

    /// <summary>A build id that names other code already.</summary>
    public static StageException BuildIdHasOtherCode(string functionName, string buildId, string version) => new(
        "BuildIdHasOtherCode",
        FaultCategory.ResourceExists,
        $"Build '{buildId}' of '{functionName}' was published with other code, as version {version}.",
        "Give the new code a build id of its own: leave out -BuildId, or change it.",
        buildId);

    /// <summary>Lambda can not assume the execution role.</summary>
    public static StageException RoleNotAssumable(string roleArn, string reason, Exception? inner) => new(
        "RoleNotAssumable",
        FaultCategory.PermissionDenied,
        $"Lambda could not assume the role '{roleArn}' within a minute: {reason}.",
        "Let the role's trust policy allow sts:AssumeRole to lambda.amazonaws.com, or leave out -ExecutionRoleArn.",
        roleArn,
        inner);

    /// <summary>A function did not become ready.</summary>
    public static StageException FunctionNotReady(string functionName, string reason) => new(
        "FunctionNotReady",
        FaultCategory.OperationTimeout,
        $"The function '{functionName}' was still being changed after five minutes: {reason}.",
        "Run the command again when 'aws lambda get-function-configuration' shows no update in progress.",
        functionName);

    /// <summary>A function could not be created.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="roleArn">The role that it runs as.</param>
    /// <param name="code">Lambda's code for the reason, or null.</param>
    /// <param name="reason">Lambda's words.</param>
    public static StageException FunctionFailed(string functionName, string roleArn, string? code, string reason) => new(
        "FunctionFailed",
        FaultCategory.InvalidOperation,
        $"Lambda could not bring the function '{functionName}' up: {reason}.",
        $"{WayOutOf(code, functionName, roleArn)}, delete the function and run the command again.",
        functionName);

    /// <summary>A function could not be updated.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="roleArn">The role that it runs as.</param>
    /// <param name="code">Lambda's code for the reason, or null.</param>
    /// <param name="reason">Lambda's words.</param>
    public static StageException FunctionUpdateFailed(string functionName, string roleArn, string? code, string reason) => new(
        "FunctionUpdateFailed",
        FaultCategory.InvalidOperation,
        $"Lambda could not update the function '{functionName}': {reason}.",
        $"{WayOutOf(code, functionName, roleArn)}, and run the command again.",
        functionName);

    /// <summary>A published version holds something else.</summary>
    public static StageException VersionNotAsWanted(string functionName, string version) => new(
        "VersionNotAsWanted",
        FaultCategory.InvalidResult,
        $"Version {version} of '{functionName}' does not hold the code and settings that were deployed: something else changed the function.",
        "Run the command again when nothing else deploys this function.",
        functionName);

    /// <summary>A setting outside of what Lambda takes.</summary>
    public static StageException SettingNotValid(string setting, string value, string allowed) => new(
        "SettingNotValid",
        FaultCategory.InvalidArgument,
        $"{setting} can not be '{value}': Lambda takes {allowed}.",
        $"Change -{setting}.",
        value);

    /// <summary>Half of a network.</summary>
    public static StageException NetworkIncomplete(string functionName, string missing) => new(
        "NetworkIncomplete",
        FaultCategory.InvalidArgument,
        $"'{functionName}' would have a network without its other half: {missing} is missing.",
        "Give -SubnetId and -SecurityGroupId together; both as @() to leave the network.",
        functionName);

    /// <summary>A level for a format that has none.</summary>
    public static StageException LogLevelNeedsJson(string functionName, string level) => new(
        "LogLevelNeedsJson",
        FaultCategory.InvalidArgument,
        $"'{functionName}' logs as text, which has no levels such as '{level}'.",
        "Give -LogFormat JSON as well, or leave out the level.",
        level);

    // StateReasonCode and LastUpdateStatusReasonCode, as Lambda's reference lists them.
    private static string WayOutOf(string? code, string functionName, string roleArn) => code switch
    {
        "SubnetOutOfIPAddresses" => "Give -SubnetId subnets with free addresses",
        "EniLimitExceeded" => "Ask for a higher quota of network interfaces in Service Quotas, or give fewer subnets by -SubnetId",
        "InvalidSubnet" or "InvalidSecurityGroup" => "Check -SubnetId and -SecurityGroupId, which have to be of one VPC in this region and account",
        "InsufficientRolePermissions" =>
            $"Allow ec2:CreateNetworkInterface, ec2:DescribeNetworkInterfaces and ec2:DeleteNetworkInterface to the role '{roleArn}'",
        "KMSKeyAccessDenied" or "KMSKeyNotFound" or "DisabledKMSKey" or "InvalidStateKMSKey" =>
            $"Check that the KMS key of '{functionName}' exists and is enabled, and allow kms:Decrypt on it to the role '{roleArn}'",
        _ => "Mend what the message names",
    };
}
