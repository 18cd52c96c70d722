using System.Management.Automation;
using System.Reflection;

namespace TemporalLambda.Cmdlets.Stages;

/// <summary>Carries the properties of a piped object into the record of the next stage.</summary>
internal static class StageRecord
{
    /// <summary>
    /// A new record with every property that <paramref name="input"/> has under the same name and in a usable form. The input is any
    /// object: a stage record, one that went through Export-Clixml or JSON, or one of another module.
    /// </summary>
    public static T CarryOn<T>(PSObject? input)
        where T : PackagedWorker, new()
    {
        var record = new T();
        if (input is null)
        {
            return record;
        }

        input = LambdaFunctionObject.Read(input) ?? input;
        foreach (PropertyInfo property in typeof(T).GetProperties())
        {
            if (property.CanWrite
                && input.Properties[property.Name] is { Value: { } value }
                && LanguagePrimitives.TryConvertTo(value, property.PropertyType, System.Globalization.CultureInfo.InvariantCulture, out object? converted))
            {
                property.SetValue(record, converted);
            }
        }

        return record;
    }

    /// <summary>Whether the piped object says that it is only a plan.</summary>
    public static bool IsPlanned(PSObject? input) =>
        input?.Properties[nameof(PackagedWorker.IsPlanned)] is { Value: { } value } && LanguagePrimitives.IsTrue(value);

    /// <summary>What people call the piped object; nothing else of an object that may hold anything is shown.</summary>
    public static string Name(PSObject? input) => input?.BaseObject is PackagedWorker record
        ? record.ToString()
        : string.Join(' ', new[] { nameof(PackagedWorker.DeploymentName), nameof(PackagedWorker.BuildId) }
            .Select(name => input?.Properties[name]?.Value).OfType<string>());
}
