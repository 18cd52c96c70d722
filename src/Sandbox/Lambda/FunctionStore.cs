namespace TemporalLambda.Sandbox.Lambda;

/// <summary>The functions of the region. What it hands out never changes; a change replaces it.</summary>
internal sealed class FunctionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LambdaFunction> _functions = new(StringComparer.Ordinal);

    // A function that is made again under its old name goes on counting its versions.
    private readonly Dictionary<string, int> _lastVersions = new(StringComparer.Ordinal);

    /// <summary>All functions by name.</summary>
    public IReadOnlyList<LambdaFunction> All()
    {
        lock (_lock)
        {
            return [.. _functions.Values.OrderBy(function => function.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>The function of this name, or null.</summary>
    public LambdaFunction? Find(string name)
    {
        lock (_lock)
        {
            return _functions.GetValueOrDefault(name);
        }
    }

    /// <summary>The function that a request names.</summary>
    /// <exception cref="Wire.AwsException">ResourceNotFoundException.</exception>
    public LambdaFunction Get(FunctionReference reference) => Find(reference.Name) ?? throw LambdaErrors.NoFunction(reference.RequestedArn);

    /// <summary>The function and the version, alias or <c>$LATEST</c> that a request names.</summary>
    public (LambdaFunction Function, FunctionConfiguration Configuration) Resolve(FunctionReference reference)
    {
        var function = Get(reference);
        return (function, function.Find(reference.Qualifier) ?? throw LambdaErrors.NoFunction(reference.RequestedArn));
    }

    /// <summary>Adds what the delegate makes, knowing the last version number that the name ever had.</summary>
    public LambdaFunction Add(string name, Func<int, LambdaFunction> make)
    {
        lock (_lock)
        {
            return !_functions.ContainsKey(name)
                ? _functions[name] = make(_lastVersions.GetValueOrDefault(name))
                : throw LambdaErrors.Conflict($"Function already exist: {name}");
        }
    }

    /// <summary>Replaces a function by what the delegate makes of it; its exceptions leave the function as it was.</summary>
    public LambdaFunction Change(FunctionReference reference, Func<LambdaFunction, LambdaFunction> change)
    {
        lock (_lock)
        {
            return _functions[reference.Name] = change(Get(reference));
        }
    }

    /// <summary>The same for what comes later: nothing happens where the function was deleted meanwhile.</summary>
    public void ChangeIfThere(LambdaFunction known, Func<LambdaFunction, LambdaFunction> change)
    {
        lock (_lock)
        {
            if (_functions.TryGetValue(known.Name, out var function) && function.Instance == known.Instance)
            {
                _functions[known.Name] = change(function);
            }
        }
    }

    public void Remove(FunctionReference reference)
    {
        lock (_lock)
        {
            _lastVersions[reference.Name] = Get(reference).LastVersion;
            _functions.Remove(reference.Name);
        }
    }
}
