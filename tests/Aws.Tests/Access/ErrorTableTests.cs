using System.Net;
using Amazon.Runtime;

namespace TemporalLambda.Aws.Tests.Access;

/// <summary>
/// What AWS says, and what our user sees: id, category, target and a way out that names the missing action and resource. A plain denial of
/// each call that the module makes is in <see cref="Errors.DeniedCallsTests"/>.
/// </summary>
public class ErrorTableTests
{
    private const string User = "User: arn:aws:sts::123456789012:assumed-role/deployer/me is not authorized to perform: ";
    private const string Role = "arn:aws:iam::123456789012:role/worker-execution";

    // service, operation, target | status, code, message | id, category, target, words of the recommendation
    public static TheoryData<string[], int, string[], string[], string[]> Table => new()
    {
        // Where AWS's words name another right than the call's own.
        {
            ["lambda", "CreateFunction", "worker"], 403,
            ["AccessDeniedException", User + $"iam:PassRole on resource: {Role} because no identity-based policy allows the iam:PassRole action"],
            ["AwsAccessDenied", "PermissionDenied", Role], ["iam:PassRole", Role]
        },
        {
            ["iam", "CreateRole", "worker-execution"], 403,
            ["AccessDenied", User + $"iam:CreateRole on resource: {Role} with an explicit deny in a service control policy"],
            ["AwsAccessDenied", "PermissionDenied", Role], ["service control policy", "iam:CreateRole", Role]
        },
        {
            ["iam", "CreateRole", "worker-execution"], 403,
            ["AccessDenied", User + $"iam:CreateRole on resource: {Role} because no permissions boundary allows the iam:CreateRole action"],
            ["AwsAccessDenied", "PermissionDenied", Role], ["permissions boundary", "iam:CreateRole"]
        },
        {
            ["ssm", "GetParameter", "/p"], 400,
            ["AccessDeniedException", User + "kms:Decrypt on resource: arn:aws:kms:eu-central-1:123456789012:key/1"],
            ["AwsAccessDenied", "PermissionDenied", "arn:aws:kms:eu-central-1:123456789012:key/1"], ["kms:Decrypt", "key/1"]
        },

        // Keys.
        {
            ["lambda", "CreateFunction", "worker"], 400,
            ["InvalidParameterValueException", "Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant"],
            ["AwsKeyNotUsable", "PermissionDenied", "worker"], ["kms:CreateGrant"]
        },
        { ["lambda", "Invoke", "worker"], 502, ["KMSDisabledException", "The key is disabled"], ["AwsKeyNotUsable", "PermissionDenied", "worker"], ["enabled"] },
        { ["ssm", "PutParameter", "/p"], 400, ["InvalidKeyId", "No such key"], ["AwsKeyNotUsable", "PermissionDenied", "/p"], ["exists in this region"] },

        // Limits.
        {
            ["iam", "CreateRole", "worker-execution"], 409, ["LimitExceeded", "Cannot exceed quota for RolesPerAccount: 1000"],
            ["AwsLimitExceeded", "LimitsExceeded", "worker-execution"], ["Service Quotas"]
        },
        {
            ["lambda", "UpdateFunctionCode", "worker"], 400, ["CodeStorageExceededException", "Code storage limit exceeded"],
            ["AwsCodeStorageExceeded", "LimitsExceeded", "worker"], ["aws lambda delete-function --qualifier"]
        },
        {
            ["lambda", "CreateFunction", "worker"], 502, ["SubnetIPAddressLimitReachedException", "No free addresses"],
            ["AwsNetworkFull", "LimitsExceeded", "worker"], ["-SubnetId"]
        },
        {
            ["lambda", "CreateFunction", "worker"], 502, ["InvalidSubnetIDException", "No subnet-1"],
            ["AwsNetworkNotFound", "ObjectNotFound", "worker"], ["-SubnetId", "-SecurityGroupId"]
        },
        { ["lambda", "PublishVersion", "worker"], 429, ["TooManyRequestsException", "Rate exceeded"], ["AwsThrottled", "LimitsExceeded", "worker"], ["in a minute"] },
        { ["s3", "UploadPart", "bucket/key"], 503, ["SlowDown", "Slow down"], ["AwsThrottled", "LimitsExceeded", "bucket/key"], ["in a minute"] },

        {
            ["cloudformation", "CreateStack", "invoke"], 400, ["LimitExceededException", "Limit for stack has been exceeded"],
            ["AwsLimitExceeded", "LimitsExceeded", "invoke"], ["Service Quotas"]
        },
        { ["ssm", "PutParameter", "/p"], 400, ["ParameterMaxVersionLimitExceeded", "100 versions"], ["AwsLimitExceeded", "LimitsExceeded", "/p"], ["Remove"] },
        { ["logs", "FilterLogEvents", "/aws/lambda/worker"], 400, ["ThrottlingException", "Rate exceeded"], ["AwsThrottled", "LimitsExceeded", "/aws/lambda/worker"], ["in a minute"] },
        { ["cloudformation", "DescribeStacks", "invoke"], 400, ["Throttling", "Rate exceeded"], ["AwsThrottled", "LimitsExceeded", "invoke"], ["in a minute"] },

        // Identity, clock and region.
        { ["lambda", "GetFunction", "worker"], 403, ["ExpiredTokenException", "Expired"], ["CredentialsExpired", "AuthenticationError", "lambda"], ["aws sso login"] },
        {
            ["lambda", "GetFunction", "worker"], 403, ["UnrecognizedClientException", "The security token included in the request is invalid"],
            ["CredentialsExpired", "AuthenticationError", "lambda"], ["that the account uses this region"]
        },
        {
            ["lambda", "GetFunction", "worker"], 403,
            ["InvalidSignatureException", "Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z"],
            ["AwsClockWrong", "AuthenticationError", "lambda"], ["clock"]
        },
        { ["s3", "HeadBucket", "bucket"], 403, ["RequestTimeTooSkewed", "Too large"], ["AwsClockWrong", "AuthenticationError", "s3"], ["clock"] },
        { ["lambda", "GetFunction", "worker"], 403, ["OptInRequired", "Not subscribed"], ["AwsRegionNotEnabled", "InvalidOperation", "lambda"], ["aws account enable-region", "-Region"] },

        {
            ["s3", "PutObject", "bucket/key"], 400, ["UnknownService", "This sandbox plays lambda"],
            ["AwsServiceNotPlayed", "InvalidOperation", "s3"], ["-StackName", "-Bucket"]
        },

        { ["s3", "PutObject", "bucket/key"], 403, ["InvalidAccessKeyId", "The key does not exist"], ["CredentialsExpired", "AuthenticationError", "s3"], ["aws sso login"] },
        { ["iam", "GetRole", "worker-execution"], 403, ["InvalidClientTokenId", "The token is invalid"], ["CredentialsExpired", "AuthenticationError", "iam"], ["Renew"] },
        { ["cloudformation", "CreateStack", "invoke"], 403, ["ExpiredToken", "The token is expired"], ["CredentialsExpired", "AuthenticationError", "cloudformation"], ["aws sso login"] },
        { ["logs", "FilterLogEvents", "/aws/lambda/worker"], 403, ["OptInRequired", "Not subscribed"], ["AwsRegionNotEnabled", "InvalidOperation", "logs"], ["-Region"] },

        // What is there or not, and what is wrong.
        { ["iam", "PutRolePolicy", "worker-execution"], 404, ["NoSuchEntity", "No such role"], ["AwsResourceNotFound", "ObjectNotFound", "worker-execution"], ["Check the name"] },
        { ["s3", "UploadPart", "bucket/key"], 404, ["NoSuchBucket", "No such bucket"], ["AwsResourceNotFound", "ObjectNotFound", "bucket/key"], ["Check the name"] },
        { ["lambda", "UpdateFunctionCode", "worker"], 409, ["ResourceConflictException", "An update is in progress"], ["AwsResourceConflict", "ResourceBusy", "worker"], ["takes up where it stopped"] },
        { ["ssm", "PutParameter", "/p"], 400, ["ParameterAlreadyExists", "It is there"], ["AwsResourceConflict", "ResourceBusy", "/p"], ["takes up"] },
        { ["ssm", "PutParameter", "/p"], 400, ["TooManyUpdates", "Concurrent updates"], ["AwsResourceConflict", "ResourceBusy", "/p"], ["takes up"] },
        { ["iam", "DeleteRole", "worker-execution"], 409, ["DeleteConflict", "Must detach all policies first"], ["AwsResourceConflict", "ResourceBusy", "worker-execution"], ["takes up"] },
        { ["iam", "PutRolePolicy", "worker-execution"], 409, ["EntityTemporarilyUnmodifiable", "Deleted just now"], ["AwsResourceConflict", "ResourceBusy", "worker-execution"], ["takes up"] },
        { ["logs", "DeleteLogGroup", "/aws/lambda/worker"], 400, ["OperationAbortedException", "Another one was in progress"], ["AwsResourceConflict", "ResourceBusy", "/aws/lambda/worker"], ["takes up"] },
        { ["cloudformation", "CreateStack", "invoke"], 400, ["AlreadyExistsException", "It is there"], ["AwsResourceConflict", "ResourceBusy", "invoke"], ["takes up"] },
        { ["cloudformation", "CreateStack", "invoke"], 400, ["InsufficientCapabilitiesException", "Requires CAPABILITY_IAM"], ["AwsRequestRefused", "InvalidArgument", "invoke"], ["Change what"] },
        { ["cloudformation", "UpdateStack", "invoke"], 400, ["ValidationError", "Wrong"], ["AwsRequestRefused", "InvalidArgument", "invoke"], ["Change what"] },
        { ["logs", "FilterLogEvents", "/aws/lambda/worker"], 400, ["ResourceNotFoundException", "No such group"], ["AwsResourceNotFound", "ObjectNotFound", "/aws/lambda/worker"], ["Check the name"] },
        { ["logs", "FilterLogEvents", "/aws/lambda/worker"], 503, ["ServiceUnavailableException", "Oops"], ["AwsServiceFailed", "InvalidResult", "/aws/lambda/worker"], ["AWS Health Dashboard"] },
        { ["lambda", "DeleteFunction", "worker"], 404, ["ResourceNotFoundException", "No such function"], ["AwsResourceNotFound", "ObjectNotFound", "worker"], ["Check the name"] },
        { ["lambda", "CreateFunction", "worker"], 400, ["InvalidParameterValueException", "Wrong"], ["AwsRequestRefused", "InvalidArgument", "worker"], ["Change what the message names"] },
        { ["iam", "PutRolePolicy", "worker-execution"], 400, ["MalformedPolicyDocument", "Wrong"], ["AwsRequestRefused", "InvalidArgument", "worker-execution"], ["Change what"] },
        { ["lambda", "CreateFunction", "worker"], 413, ["RequestEntityTooLargeException", "Too large"], ["AwsRequestRefused", "InvalidArgument", "worker"], ["Change what"] },
        { ["lambda", "GetFunction", "worker"], 500, ["ServiceException", "Oops"], ["AwsServiceFailed", "InvalidResult", "worker"], ["AWS Health Dashboard"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void An_error_of_AWS_becomes_one_that_says_what_to_do(string[] call, int status, string[] answer, string[] error, string[] wayOut)
    {
        AmazonServiceException cause = new(answer[1] + ".", null, ErrorType.Sender, answer[0], "request", (HttpStatusCode)status);

        StageException shown = AwsFaults.From(cause, call[0], call[1], call[2], renewCommand: null);

        Assert.Equal(error, new[] { shown.ErrorId, shown.Category.ToString(), (string)shown.Target! });
        Assert.All(wayOut, words => Assert.Contains(words, shown.Recommendation));
        Assert.Contains(error[0] == "AwsThrottled" ? call[1] : answer[1], shown.Message);
        Assert.DoesNotContain("..", shown.Message);
    }

    [Fact]
    public void No_answer_is_an_error_of_the_connection()
    {
        Assert.Equal("AwsNotReached", AwsFaults.From(new HttpRequestException("No route."), "lambda", "GetFunction", "worker", null).ErrorId);
        Assert.Equal("AwsTimedOut", AwsFaults.From(new TimeoutException(), "lambda", "GetFunction", "worker", null).ErrorId);
    }
}
