namespace TemporalLambda.Sandbox.Lambda;

/// <summary>What is run: one version of a function, or <c>$LATEST</c> as it was at one revision. Never changes.</summary>
/// <param name="FunctionName">The function's name.</param>
/// <param name="Version">The version's number, or <c>$LATEST</c>.</param>
/// <param name="RevisionId">
/// Names this state of the version: <c>$LATEST</c> has another one after each update, so environments of an older state can be told
/// from those of the newer.
/// </param>
/// <param name="Arn">The qualified ARN, with the version.</param>
/// <param name="CodeFolder">The unpacked package, to be read only: several versions may share it.</param>
/// <param name="Runtime">For instance <c>provided.al2023</c>.</param>
/// <param name="Handler">As configured; <c>bootstrap</c> where a custom runtime was given none.</param>
/// <param name="Architecture"><c>x86_64</c> or <c>arm64</c>.</param>
/// <param name="TimeoutSeconds">1 to 900.</param>
/// <param name="MemoryMb">128 to 10240.</param>
/// <param name="Environment">The variables of its configuration only, without the reserved ones.</param>
/// <param name="RoleArn">The execution role.</param>
/// <param name="LogGroup">Where its output goes, for instance <c>/aws/lambda/NAME</c>.</param>
/// <param name="LogFormat"><c>Text</c> or <c>JSON</c>.</param>
public sealed record FunctionVersion(
    string FunctionName,
    string Version,
    string RevisionId,
    string Arn,
    string CodeFolder,
    string Runtime,
    string Handler,
    string Architecture,
    int TimeoutSeconds,
    int MemoryMb,
    IReadOnlyDictionary<string, string> Environment,
    string RoleArn,
    string LogGroup,
    string LogFormat);
