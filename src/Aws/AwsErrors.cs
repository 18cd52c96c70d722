namespace TemporalLambda.Aws;

/// <summary>Every failure of the AWS side, with its way out. These are those of access and of calls; a stage's are in its folder.</summary>
public static partial class AwsErrors
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
    public static StageException CredentialsExpired(string service, string operation, string? renewCommand, string reason, Exception? inner) => new(
        "CredentialsExpired",
        FaultCategory.AuthenticationError,
        $"AWS did not accept the credentials of {service} {operation}: {reason}.",
        $"Renew them ({(renewCommand is null ? "'aws sso login', or new temporary keys" : $"'{renewCommand}'")}), check this machine's clock, and that the account uses this region.",
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
    /// <param name="action">The action, for example iam:PassRole.</param>
    /// <param name="target">The resource.</param>
    /// <param name="denier">What denies it where that is not the identity's own policies, for example a service control policy.</param>
    /// <param name="reason">AWS's words.</param>
    /// <param name="inner">The cause.</param>
    public static StageException AccessDenied(string action, string target, string? denier, string reason, Exception? inner) => new(
        "AwsAccessDenied",
        FaultCategory.PermissionDenied,
        $"AWS denied {action} on '{target}': {reason}.",
        denier is null
            ? $"Allow the action {action} on '{target}' to the identity that runs this, or use another profile."
            : $"Ask who manages the {denier} to allow the action {action} on '{target}', or use another profile.",
        target,
        inner);

    /// <summary>A KMS key that can not be used.</summary>
    public static StageException KeyNotUsable(string service, string operation, string target, string reason, Exception? inner) => new(
        "AwsKeyNotUsable",
        FaultCategory.PermissionDenied,
        $"A KMS key could not be used by {service} {operation} on '{target}': {reason}.",
        "Check that the key exists in this region and is enabled, and allow kms:Encrypt, kms:Decrypt, kms:DescribeKey and kms:CreateGrant on it.",
        target,
        inner);

    /// <summary>The machine's clock is wrong.</summary>
    public static StageException ClockWrong(string service, string operation, string reason, Exception? inner) => new(
        "AwsClockWrong",
        FaultCategory.AuthenticationError,
        $"AWS did not accept the time of {service} {operation}: {reason}.",
        "Set this machine's clock: AWS takes a difference of five minutes at most.",
        service,
        inner);

    /// <summary>A region that the account has not switched on.</summary>
    public static StageException RegionNotEnabled(string service, string operation, string reason, Exception? inner) => new(
        "AwsRegionNotEnabled",
        FaultCategory.InvalidOperation,
        $"The account does not use {service} in this region ({operation}): {reason}.",
        "Enable the region in the account's settings ('aws account enable-region'), or give another -Region.",
        service,
        inner);

    /// <summary>A service that the sandbox does not play.</summary>
    public static StageException ServiceNotPlayed(string service, string operation, string reason, Exception? inner) => new(
        "AwsServiceNotPlayed",
        FaultCategory.InvalidOperation,
        $"The sandbox has no {service} ({operation}): {reason}.",
        "Leave out what needs it (-StackName needs CloudFormation, -Bucket S3), or try it with moto, LocalStack or an AWS account.",
        service,
        inner);

    /// <summary>The account's space for code is full.</summary>
    public static StageException CodeStorageExceeded(string operation, string target, string reason, Exception? inner) => new(
        "AwsCodeStorageExceeded",
        FaultCategory.LimitsExceeded,
        $"The account's space for code ends lambda {operation} on '{target}': {reason}.",
        "Delete versions that are no longer used ('aws lambda delete-function --qualifier'), or ask for a higher quota in Service Quotas.",
        target,
        inner);

    /// <summary>A network without room.</summary>
    public static StageException NetworkFull(string operation, string target, string reason, Exception? inner) => new(
        "AwsNetworkFull",
        FaultCategory.LimitsExceeded,
        $"The network has no room for '{target}' (lambda {operation}): {reason}.",
        "Give -SubnetId subnets with free addresses, or ask for a higher quota of network interfaces.",
        target,
        inner);

    /// <summary>A network that is not there.</summary>
    public static StageException NetworkNotFound(string operation, string target, string reason, Exception? inner) => new(
        "AwsNetworkNotFound",
        FaultCategory.ObjectNotFound,
        $"A subnet or security group of '{target}' does not exist (lambda {operation}): {reason}.",
        "Check -SubnetId and -SecurityGroupId: they have to be of one VPC in this region and account.",
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
}
