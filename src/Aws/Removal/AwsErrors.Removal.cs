namespace TemporalLambda.Aws;

/// <content>The failures of removing workers.</content>
public static partial class AwsErrors
{
    /// <summary>A function that this module did not create.</summary>
    public static StageException FunctionNotOwn(string functionName) => new(
        "FunctionNotOwn",
        FaultCategory.InvalidOperation,
        $"The function '{functionName}' does not carry this module's tag {OwnTags.Function}, and only what it created is removed.",
        "Remove it where it is managed, or check the name.",
        functionName);

    /// <summary>A function whose version should go, in a region that the session does not work in.</summary>
    public static StageException FunctionInOtherRegion(string functionArn, string region) => new(
        "FunctionInOtherRegion",
        FaultCategory.InvalidArgument,
        $"The function '{functionArn}' is not in the region {region} of this session.",
        "Give its region by -Region, or -KeepLambdaVersion to leave its versions.",
        functionArn);

    /// <summary>A function of another deployment than the one that was named.</summary>
    public static StageException FunctionOfOtherDeployment(string functionName, string found, string wanted) => new(
        "FunctionOfOtherDeployment",
        FaultCategory.InvalidOperation,
        $"The function '{functionName}' is of the deployment '{found}' and not of '{wanted}'.",
        "Check -FunctionName and -DeploymentName, or leave out the latter.",
        functionName);
}
