using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemporalLambda.Runtime.Serialization;

/// <summary>
/// What no worker has to list in a context of its own: <c>object</c> and <c>string</c>, which Temporal's SDK itself sends (as the answer to a
/// stack trace query), and the plain values. The analyzer of this package knows the same list. The last two are in Temporalio's own types of
/// <see cref="ReflectedJson"/>: reflection finds native code for an array of values only where some was compiled.
/// </summary>
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(double?))]
[JsonSerializable(typeof(decimal?))]
[JsonSerializable(typeof(Guid?))]
[JsonSerializable(typeof(DateTime?))]
[JsonSerializable(typeof(DateTimeOffset?))]
[JsonSerializable(typeof(TimeSpan?))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PlainTypes : JsonSerializerContext;
