import { createContext } from 'react';
import { VIEWING_LIMITS, type ViewingLimits } from '../../shared/model/viewing-limits.ts';

/** The limits in force for what is shown of a file. */
export const ViewingLimitsContext = createContext<ViewingLimits>(VIEWING_LIMITS);
