namespace TemporalLambda.Aws;

/// <summary>Every failure of the AWS side, with its way out.</summary>
public static class AwsErrors
{
    /// <summary>Nothing gave credentials.</summary>
    public static StageException NoCredentials(Exception? inner) => new(
        "NoCredentials",
        FaultCategory.AuthenticationError,
        "No AWS credentials were found: not in the parameters, the environment, a profile, a container or an instance's metadata.",
        "Give -ProfileName, or -AccessKey and -SecretKey, or sign in with 'aws sso login' or 'aws configure'.",
        inner: inner);

    /// <summary>One half of a key pair is missing.</summary>
    public static StageException KeysIncomplete(string given) => new(
        "KeysIncomplete",
        FaultCategory.InvalidArgument,
        $"Only -{given} was given, and an access key needs both of its halves.",
        "Give -AccessKey and -SecretKey together, with -SessionToken for temporary keys.",
        given);

    /// <summary>A named profile does not exist.</summary>
    public static StageException ProfileNotFound(string profile) => new(
        "ProfileNotFound",
        FaultCategory.ObjectNotFound,
        $"The AWS profile '{profile}' was not found.",
        "Check the name with 'aws configure list-profiles', and -ProfileLocation where the file is not in the usual place.",
        profile);

    /// <summary>An SSO session has ended.</summary>
    public static StageException SsoSessionExpired(string profile, Exception? inner) => new(
        "SsoSessionExpired",
        FaultCategory.AuthenticationError,
        $"The SSO session of the AWS profile '{profile}' has expired or was never started.",
        $"Run 'aws sso login --profile {profile}' and try again.",
        profile,
        inner);

    /// <summary>A source of credentials is configured and gave none.</summary>
    public static StageException CredentialsRefused(string profile, string reason, Exception? inner) => new(
        "CredentialsRefused",
        FaultCategory.AuthenticationError,
        $"The AWS credentials of the profile '{profile}' or of the environment could not be used: {reason}.",
        "Check them with 'aws sts get-caller-identity', then the profile's role, process or web identity that gives them.",
        profile,
        inner);

    /// <summary>Keys or their session were refused by a service.</summary>
    public static StageException CredentialsExpired(string service, string operation, string reason, Exception? inner) => new(
        "CredentialsExpired",
        FaultCategory.AuthenticationError,
        $"AWS did not accept the credentials of {service} {operation}: {reason}.",
        "Renew them ('aws sso login', or new temporary keys), and check this machine's clock.",
        service,
        inner);

    /// <summary>No region is set.</summary>
    public static StageException NoRegion() => new(
        "NoRegion",
        FaultCategory.InvalidArgument,
        "No AWS region was given, and neither AWS_REGION nor the profile sets one.",
        "Give -Region, or set AWS_REGION.");

    /// <summary>A region's name has no region's form.</summary>
    public static StageException RegionNotValid(string region) => new(
        "RegionNotValid",
        FaultCategory.InvalidArgument,
        $"'{region}' is not the name of an AWS region.",
        "Give a region's system name, such as eu-central-1.",
        region);

    /// <summary>An endpoint is no http or https address.</summary>
    public static StageException EndpointUrlNotValid(string url, string source) => new(
        "EndpointUrlNotValid",
        FaultCategory.InvalidArgument,
        $"The endpoint '{url}' ({source}) is not an absolute http or https address.",
        "Give it as http://host:port or https://host.",
        url);

    /// <summary>What a call named does not exist.</summary>
    public static StageException ResourceNotFound(string service, string operation, string target, string reason, Exception? inner) => new(
        "AwsResourceNotFound",
        FaultCategory.ObjectNotFound,
        $"AWS has no '{target}' ({service} {operation}): {reason}.",
        "Check the name, the region and the account.",
        target,
        inner);

    /// <summary>Another change was faster.</summary>
    public static StageException ResourceConflict(string service, string operation, string target, string reason, Exception? inner) => new(
        "AwsResourceConflict",
        FaultCategory.ResourceBusy,
        $"'{target}' exists already or is being changed ({service} {operation}): {reason}.",
        "Wait until the other change is done and run the command again: it takes up where it stopped.",
        target,
        inner);

    /// <summary>A permission is missing.</summary>
    public static StageException AccessDenied(string service, string operation, string target, string reason, Exception? inner) => new(
        "AwsAccessDenied",
        FaultCategory.PermissionDenied,
        $"AWS denied {service}:{operation} on '{target}': {reason}.",
        $"Allow the action {service}:{operation} on that resource to the identity that runs this, or use another profile.",
        target,
        inner);

    /// <summary>Too many calls, also after retries.</summary>
    public static StageException Throttled(string service, string operation, string target, Exception? inner) => new(
        "AwsThrottled",
        FaultCategory.LimitsExceeded,
        $"AWS throttled {service} {operation} on '{target}', also after retries.",
        "Run the command again in a minute: it takes up where it stopped.",
        target,
        inner);

    /// <summary>A quota.</summary>
    public static StageException LimitExceeded(string service, string operation, string target, string reason, Exception? inner) => new(
        "AwsLimitExceeded",
        FaultCategory.LimitsExceeded,
        $"A limit of the account ends {service} {operation} on '{target}': {reason}.",
        "Remove what is no longer used, or ask for a higher quota in Service Quotas.",
        target,
        inner);

    /// <summary>The service itself failed.</summary>
    public static StageException ServiceFailed(string service, string operation, string target, string code, string reason, Exception? inner) => new(
        "AwsServiceFailed",
        FaultCategory.InvalidResult,
        $"AWS failed at {service} {operation} on '{target}', also after retries ({code}): {reason}.",
        "Run the command again: it takes up where it stopped; look at the AWS Health Dashboard if it goes on.",
        target,
        inner);

    /// <summary>No connection.</summary>
    public static StageException ServiceNotReached(string service, string operation, string reason, Exception? inner) => new(
        "AwsNotReached",
        FaultCategory.ConnectionError,
        $"AWS could not be reached for {service} {operation}: {reason}.",
        "Check the network, the proxy, the region and -EndpointUrl.",
        service,
        inner);

    /// <summary>No answer in time.</summary>
    public static StageException ServiceTimedOut(string service, string operation, string target, Exception? inner) => new(
        "AwsTimedOut",
        FaultCategory.OperationTimeout,
        $"AWS did not answer {service} {operation} on '{target}' in time.",
        "Check the network and run the command again: it takes up where it stopped.",
        target,
        inner);

    /// <summary>AWS says the request is wrong.</summary>
    public static StageException RequestRefused(string service, string operation, string target, string code, string reason, Exception? inner) => new(
        "AwsRequestRefused",
        FaultCategory.InvalidArgument,
        $"AWS refused {service} {operation} on '{target}' ({code}): {reason}.",
        "Change what the message names and run the command again.",
        target,
        inner);

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

    /// <summary>The package is too large for one request.</summary>
    public static StageException PackageTooLarge(string path, long bytes, long largest) => new(
        "PackageTooLarge",
        FaultCategory.LimitsExceeded,
        $"The package '{path}' has {bytes} bytes, and Lambda takes {largest} directly.",
        "Make it smaller: trim it, or leave out what the worker does not load.",
        path);

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
    public static StageException FunctionFailed(string functionName, string reason) => new(
        "FunctionFailed",
        FaultCategory.InvalidOperation,
        $"Lambda could not bring the function '{functionName}' up: {reason}.",
        "Mend what the message names, delete the function and run the command again.",
        functionName);

    /// <summary>A function could not be updated.</summary>
    public static StageException FunctionUpdateFailed(string functionName, string reason) => new(
        "FunctionUpdateFailed",
        FaultCategory.InvalidOperation,
        $"Lambda could not update the function '{functionName}': {reason}.",
        "Mend what the message names and run the command again.",
        functionName);

    /// <summary>A published version holds something else.</summary>
    public static StageException VersionNotAsWanted(string functionName, string version) => new(
        "VersionNotAsWanted",
        FaultCategory.InvalidResult,
        $"Version {version} of '{functionName}' does not hold the code and settings that were deployed: something else changed the function.",
        "Run the command again when nothing else deploys this function.",
        functionName);

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

    /// <summary>Another writer removes what was written.</summary>
    public static StageException TrustNotKept(string roleName) => new(
        "TrustNotKept",
        FaultCategory.ResourceBusy,
        $"Something else keeps replacing the trust policy of the role '{roleName}'.",
        "Stop the other writer, or use a role of its own for the function: leave out -RoleName.",
        roleName);
}
