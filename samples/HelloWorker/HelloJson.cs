using System.Text.Json.Serialization;

namespace HelloWorker;

/// <summary>The types that go into and come out of workflows and activities: native code has no reflection to find them by.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class HelloJson : JsonSerializerContext;
