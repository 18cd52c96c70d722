using System.Text.Json.Serialization;

namespace TemporalLambda.Aws.Lambda;

/// <summary>The records of Lambda's bodies: member names are Lambda's own, and what is null is not sent.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountSettings))]
[JsonSerializable(typeof(CreateFunctionRequest))]
[JsonSerializable(typeof(EventInvokeConfig))]
[JsonSerializable(typeof(FunctionAliases))]
[JsonSerializable(typeof(FunctionConcurrency))]
[JsonSerializable(typeof(FunctionConfiguration))]
[JsonSerializable(typeof(FunctionDescription))]
[JsonSerializable(typeof(FunctionList))]
[JsonSerializable(typeof(FunctionVersions))]
[JsonSerializable(typeof(PublishVersionRequest))]
[JsonSerializable(typeof(TagResourceRequest))]
[JsonSerializable(typeof(UpdateFunctionCodeRequest))]
[JsonSerializable(typeof(UpdateFunctionConfigurationRequest))]
internal sealed partial class LambdaJson : JsonSerializerContext;
